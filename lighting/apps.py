"""Public lighting (الإنارة العمومية): cabinets, feeders, lamps and what they report."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from gis.layers import register
from lighting.indicators import INDICATORS
from lighting.layers import CABINETS, LAMPS
from lighting.series import LAMP_STATES, METER_READINGS
from telemetry import maintenance
from workspace import indicators


class LightingConfig(AppConfig):
    """Registers the lighting's layers and series."""

    name = "lighting"
    verbose_name = _("Public lighting")

    def ready(self) -> None:
        """Declare the lighting's layers, series and indicators."""
        indicators.declare(*INDICATORS)
        register(LAMPS, CABINETS)
        maintenance.register(LAMP_STATES, METER_READINGS)
