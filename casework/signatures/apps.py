"""Visas and signatures in order, sealed documents, and their public verification."""

from django.apps import AppConfig
from django.core import checks
from django.utils.translation import gettext_lazy as _

from casework.signatures.checks import check_policy
from people.capabilities import Capability, declare


class SignaturesConfig(AppConfig):
    """Registers what it offers to the floors below and above."""

    name = "casework.signatures"
    label = "signatures"
    verbose_name = _("Signatures")

    def ready(self) -> None:
        """Declare who may start, give visas, sign, revoke, and keep the certificates."""
        checks.register(check_policy)
        declare(
            Capability("signatures.start", _("Start parapheurs"), is_sensitive=True),
            Capability("signatures.visa", _("Give visas"), is_sensitive=True),
            Capability("signatures.sign", _("Sign documents"), is_sensitive=True),
            Capability("signatures.revoke", _("Revoke issued documents"), is_sensitive=True),
            Capability("signatures.keys", _("Keep certificates and keys"), is_sensitive=True),
        )
