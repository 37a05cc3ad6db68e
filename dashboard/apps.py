"""The door of the council: the live city and the overview."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from people.actions import name_actions
from people.capabilities import Capability, declare
from workspace.navigation import Entry, register


class DashboardConfig(AppConfig):
    """Shows; keeps nothing but the figures of past days."""

    name = "dashboard"
    verbose_name = _("Overview")

    def ready(self) -> None:
        """Declare who may read the overview, and put both into the menu."""
        declare(Capability("dashboard.read_overview", _("Read the council's overview")))
        name_actions(
            {
                "dashboard.add_bounds": _("Target of an indicator set"),
                "dashboard.change_bounds": _("Target of an indicator changed"),
                "dashboard.withdraw_bounds": _("Target of an indicator withdrawn"),
            }
        )
        may_read = "dashboard.read_overview"
        register(
            Entry("dashboard:live", _("Live map"), "city", order=10),
            Entry("dashboard:list", _("List"), "city", order=70),
            Entry("dashboard:overview", _("Overview"), "city", order=20, capability=may_read),
        )
