"""Geodata in: files of other bodies and of our own services become layers of the territory."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from people.actions import name_actions
from people.capabilities import Capability, declare


class ImportsConfig(AppConfig):
    """Declares who may bring geodata in, and how what is audited is called."""

    name = "gis.imports"
    label = "geodata"
    verbose_name = _("Geodata in")
    map_title = _("Own layers")

    def ready(self) -> None:
        """Register with the floors below."""
        declare(Capability("geodata.import", _("Bring geodata in")))
        name_actions(
            {
                "geodata.uploaded": _("Geodata received"),
                "geodata.committed": _("Geodata imported"),
                "geodata.rolled_back": _("Import of geodata taken back"),
                "geodata.discarded": _("Import of geodata given up"),
                "geodata.layer_changed": _("Own layer changed"),
                "geodata.layer_deleted": _("Own layer deleted"),
            }
        )
