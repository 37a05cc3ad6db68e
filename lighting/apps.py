"""Public lighting (الإنارة العمومية): cabinets, feeders, lamps and what they report."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LightingConfig(AppConfig):
    """Registers the lighting's series and layers."""

    name = "lighting"
    verbose_name = _("Public lighting")
