"""Residents: they act by one-time code, and may keep an account."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ResidentsConfig(AppConfig):
    """Names what residents do in the audit trail."""

    name = "people.residents"
    verbose_name = _("Residents")

    def ready(self) -> None:
        """Say how the actions are called."""
        from people.audit import name_actions

        name_actions(
            {
                "residents.open_account": _("opened a resident's account"),
                "residents.change_account": _("changed a resident's account"),
                "residents.add_contact": _("added a contact to a resident's account"),
                "residents.close_account": _("erased a resident's account"),
            }
        )
