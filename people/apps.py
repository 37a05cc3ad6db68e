"""Who acts: the organisation, what people may do, and the trail of what they did."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from people.actions import name_actions
from people.capabilities import declare
from people.declarations import ACTIONS, CAPABILITIES


class PeopleConfig(AppConfig):
    """The lowest floor: every room may know who acts."""

    name = "people"
    verbose_name = _("People")

    def ready(self) -> None:
        """Declare what may be allowed here, and name what is written into the trail."""
        declare(*CAPABILITIES)
        name_actions(ACTIONS)
