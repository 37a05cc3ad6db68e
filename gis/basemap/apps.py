"""The base map (خريطة الأساس، fond de plan) as an application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BasemapConfig(AppConfig):
    """Brings the command, the addresses and the words of the base map."""

    name = "gis.basemap"
    label = "basemap"
    verbose_name = _("Base map")
