"""The territory: boundaries, streets, layers and tiles."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GisConfig(AppConfig):
    """One territory for every service."""

    name = "gis"
    label = "territory"  # "gis" is taken by django.contrib.gis
    verbose_name = _("Territory")
