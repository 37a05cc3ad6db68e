"""The territory: boundaries, streets, layers and tiles."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from gis.layers import register
from gis.territory_codes import territories
from gis.territory_layers import STREETS, TERRITORIES, TERRITORY_NAMES
from people.territories import register as register_territories


class GisConfig(AppConfig):
    """One territory for every service."""

    name = "gis"
    label = "territory"  # "gis" is taken by django.contrib.gis
    verbose_name = _("Territory")

    def ready(self) -> None:
        """Declare the layers of the territory, and which territories a right may be limited to."""
        register_territories(territories)
        register(TERRITORIES, TERRITORY_NAMES, STREETS)
