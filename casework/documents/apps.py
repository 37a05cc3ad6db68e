"""The electronic file (الملف الإلكتروني) of a case."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from people.capabilities import Capability, declare


class DocumentsConfig(AppConfig):
    """Registers what it offers to the floors below and above."""

    name = "casework.documents"
    label = "documents"
    verbose_name = _("Electronic file")

    def ready(self) -> None:
        """Declare capabilities and how what is audited is called."""
        from people.audit import name_actions  # rests on models, which are loaded by now

        declare(
            Capability("documents.read", _("Open documents of cases"), is_sensitive=True),
            Capability("documents.add", _("Add documents to cases"), is_sensitive=True),
            Capability("documents.withdraw", _("Withdraw documents"), is_sensitive=True),
        )
        name_actions(
            {
                "documents.opened": _("Document opened"),
                "documents.added": _("Document added"),
                "documents.added_version": _("Version added"),
                "documents.withdrew": _("Document withdrawn"),
                "documents.shared": _("Document shown or hidden"),
            }
        )
