"""Geodata out: each layer as a file."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from people.actions import name_actions


class ExportsConfig(AppConfig):
    """Says how what is audited is called."""

    name = "gis.exports"
    label = "geodata_out"
    verbose_name = _("Geodata out")

    def ready(self) -> None:
        """Register with the floors below."""
        name_actions({"geodata.exported": _("Layer exported")})
