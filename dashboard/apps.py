"""The door of the council: the live city."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DashboardConfig(AppConfig):
    """Shows; writes nothing."""

    name = "dashboard"

    def ready(self) -> None:
        """Put the live city into the menu."""
        from workspace.navigation import Entry, register

        register(
            Entry("dashboard:live", _("Map"), "city", order=10),
            Entry("dashboard:list", _("List"), "city", order=20),
        )
