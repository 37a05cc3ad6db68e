"""Buses and sanitation vehicles: what runs, where it is, how far it went."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from fleet.indicators import INDICATORS
from fleet.series import POSITIONS
from telemetry import maintenance
from workspace import indicators


class FleetConfig(AppConfig):
    """Registers the fleet's series and indicators."""

    name = "fleet"
    verbose_name = _("Fleet")

    def ready(self) -> None:
        """Declare the fleet's series and indicators."""
        indicators.declare(*INDICATORS)
        maintenance.register(POSITIONS)
