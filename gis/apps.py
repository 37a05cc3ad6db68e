"""The territory: boundaries, streets, layers and tiles."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from gis.layers import register
from gis.territory_layers import STREETS, TERRITORIES, TERRITORY_NAMES


class GisConfig(AppConfig):
    """One territory for every service."""

    name = "gis"
    label = "territory"  # "gis" is taken by django.contrib.gis
    verbose_name = _("Territory")

    def ready(self) -> None:
        """Declare the layers of the territory."""
        register(TERRITORIES, TERRITORY_NAMES, STREETS)
