"""The map page (الخريطة, la carte) as an application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from people.actions import name_actions


class AtlasConfig(AppConfig):
    """Brings every layer of the registry together on one map, and its equivalent as a list."""

    name = "gis.atlas"
    label = "atlas"
    verbose_name = _("The map")

    def ready(self) -> None:
        """Say how what is audited is called."""
        name_actions(
            {
                "atlas.note_written": _("Note on the map written"),
                "atlas.note_changed": _("Note on the map changed"),
                "atlas.note_deleted": _("Note on the map deleted"),
            }
        )
