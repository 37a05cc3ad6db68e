"""Buses and sanitation vehicles: what runs, where it is, how far it went."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from fleet.layers import BUS_LINES
from fleet.series import POSITIONS
from gis.layers import register
from telemetry import maintenance


class FleetConfig(AppConfig):
    """Registers the fleet's layers and series."""

    name = "fleet"
    verbose_name = _("Fleet")

    def ready(self) -> None:
        """Declare the fleet's layers and series."""
        register(BUS_LINES)
        maintenance.register(POSITIONS)
