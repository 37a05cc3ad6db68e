"""The territory: boundaries, streets, layers and tiles."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _

from gis.territory_codes import territories
from people.territories import register as register_territories


class GisConfig(AppConfig):
    """One territory for every service."""

    name = "gis"
    label = "territory"  # "gis" is taken by django.contrib.gis
    verbose_name = _("Territory")

    def ready(self) -> None:
        """Say which territories a right may be limited to; load the layers that rooms declare."""
        register_territories(territories)
        autodiscover_modules("territory_layers", "layers")
