"""The territory: boundaries, streets, layers and tiles."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _

from gis.declarations import ACTIONS, CAPABILITIES
from gis.indicators import INDICATORS
from gis.territory_codes import territories
from people.actions import name_actions
from people.capabilities import declare
from people.territories import register as register_territories
from workspace import indicators


class GisConfig(AppConfig):
    """One territory for every service."""

    name = "gis"
    label = "territory"  # "gis" is taken by django.contrib.gis
    verbose_name = _("Territory")

    def ready(self) -> None:
        """Say which territories a right may be limited to; load the layers and names of rooms."""
        register_territories(territories)
        declare(*CAPABILITIES)
        indicators.declare(*INDICATORS)
        name_actions(ACTIONS)
        autodiscover_modules("territory_layers", "layers", "place_names")
