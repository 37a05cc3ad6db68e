"""The map page (الخريطة, la carte) as an application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AtlasConfig(AppConfig):
    """Brings every layer of the registry together on one map, and its equivalent as a list."""

    name = "gis.atlas"
    label = "atlas"
    verbose_name = _("The map")
