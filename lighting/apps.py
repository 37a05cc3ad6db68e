"""Public lighting (الإنارة العمومية): cabinets, feeders, lamps and what they report."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from lighting.indicators import INDICATORS
from lighting.series import LAMP_STATES, METER_READINGS
from telemetry import maintenance
from workspace import indicators


class LightingConfig(AppConfig):
    """Registers the lighting's series and indicators."""

    name = "lighting"
    verbose_name = _("Public lighting")

    def ready(self) -> None:
        """Declare the lighting's series and indicators."""
        indicators.declare(*INDICATORS)
        maintenance.register(LAMP_STATES, METER_READINGS)
