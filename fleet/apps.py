"""Buses and sanitation vehicles: what runs, where it is, how far it went."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FleetConfig(AppConfig):
    """Registers the fleet's series and layers."""

    name = "fleet"
    verbose_name = _("Fleet")
