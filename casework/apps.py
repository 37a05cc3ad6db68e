"""What every file shares: references, deadlines, applicants, states and their history."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from casework import builtin, workflow
from casework.indicators import INDICATORS
from people.capabilities import Capability, declare
from workspace import indicators


class CaseworkConfig(AppConfig):
    """Registers what it offers to the floors below and above."""

    name = "casework"
    verbose_name = _("Casework")

    def ready(self) -> None:
        """Declare capabilities and the built-in table of states; keep the database's copy."""
        declare(
            Capability("casework.read", _("Read cases"), is_sensitive=True),
            Capability("casework.deposit", _("Deposit a case at the counter"), is_sensitive=True),
            Capability("casework.process", _("Process cases"), is_sensitive=True),
            Capability("casework.assign", _("Assign cases"), is_sensitive=True),
            Capability("casework.extend", _("Extend deadlines"), is_sensitive=True),
            Capability("casework.configure", _("Set up kinds of case, deadlines and holidays")),
        )
        workflow.register(builtin.REQUEST_WORKFLOW)
        indicators.declare(*INDICATORS)
        post_migrate.connect(builtin.store_transitions, sender=self)
        post_migrate.connect(builtin.store_kinds, sender=self)
