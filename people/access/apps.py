"""How people get in: sign-in, second factor, sessions, one-time codes, secret links."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccessConfig(AppConfig):
    """Registers what it offers to the floors below and above."""

    name = "people.access"
    label = "access"
    verbose_name = _("Signing in")

    def ready(self) -> None:
        """Declare the capability over other people's access, and listen to the libraries."""
        from people.actions import name_actions
        from people.capabilities import Capability, declare

        declare(Capability("people.manage_access", _("Restore people's access"), is_sensitive=True))
        name_actions(
            {
                "access.sign_in": _("signed in"),
                "access.sign_in_failed": _("failed to sign in"),
                "access.sign_out": _("signed out"),
                "access.change_password": _("changed the password"),
                "access.reset_password": _("chose a new password by a link"),
                "access.add_factor": _("added a second factor"),
                "access.remove_factor": _("removed a second factor"),
                "access.factor_failed": _("gave a wrong second factor"),
                "access.reset_factor": _("took a lost second factor away"),
                "access.end_session": _("ended a session"),
                "access.end_sessions": _("ended the other sessions"),
                "access.unlock": _("lifted a lock"),
                "access.invite": _("made a link to choose a password"),
            }
        )
        import_module("people.access.events").listen()
