"""Buses and sanitation vehicles: what runs, where it is, how far it went."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from fleet.indicators import INDICATORS
from fleet.layers import BUS_LINES
from fleet.series import POSITIONS
from gis.layers import register
from telemetry import maintenance
from workspace import indicators


class FleetConfig(AppConfig):
    """Registers the fleet's layers and series."""

    name = "fleet"
    verbose_name = _("Fleet")

    def ready(self) -> None:
        """Declare the fleet's layers, series and indicators."""
        indicators.declare(*INDICATORS)
        register(BUS_LINES)
        maintenance.register(POSITIONS)
