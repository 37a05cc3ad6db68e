"""Legal deadlines: dated rules as data, the commune's calendar, clocks of cases, escalation."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from casework.deadlines import builtin


class DeadlinesConfig(AppConfig):
    """Keeps the rows with which every installation begins."""

    name = "casework.deadlines"
    label = "deadlines"
    verbose_name = _("Deadlines")

    def ready(self) -> None:
        """Make the calendar and the rules of the built-in kinds after `migrate`."""
        post_migrate.connect(builtin.store_calendar, sender=self)
        post_migrate.connect(builtin.store_rules, sender=self)
