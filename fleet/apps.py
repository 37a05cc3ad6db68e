"""Buses and sanitation vehicles: what runs, where it is, how far it went."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from fleet.layers import BUS_LINES
from gis.layers import register


class FleetConfig(AppConfig):
    """Registers the fleet's layers."""

    name = "fleet"
    verbose_name = _("Fleet")

    def ready(self) -> None:
        """Declare the fleet's layers."""
        register(BUS_LINES)
