"""Kinds and states of keys, circuits, steps and verdicts."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class KeyKind(TextChoices):
    """What a certificate stands for."""

    AUTHORITY = "authority", _("signing authority")
    SEAL = "seal", _("seal of the commune")
    OFFICER = "officer", _("signature of an officer")
    TIME_STAMP = "time_stamp", _("time stamp")


class CircuitState(TextChoices):
    """Where a parapheur stands."""

    RUNNING = "running", _("under way")
    SIGNED = "signed", _("signed")
    REFUSED = "refused", _("refused")
    WITHDRAWN = "withdrawn", _("withdrawn")


class StepKind(TextChoices):
    """What is asked of a person."""

    VISA = "visa", _("visa")
    SIGNATURE = "signature", _("signature")


class StepState(TextChoices):
    """What a person has answered."""

    WAITING = "waiting", _("waiting")
    APPROVED = "approved", _("given")
    REFUSED = "refused", _("refused")


class Verdict(TextChoices):
    """What is said of a document that somebody checks."""

    VALID = "valid", _("valid")
    TAMPERED = "tampered", _("tampered with")
    REPLAYED = "replayed", _("code of another document")
    EXPIRED = "expired", _("expired")
    REVOKED = "revoked", _("revoked")
    UNKNOWN = "unknown", _("unknown")
