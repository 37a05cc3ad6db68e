"""Kinds and states of keys, circuits, steps and verdicts."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class KeyKind(TextChoices):
    """What a certificate stands for."""

    AUTHORITY = "authority", _("signing authority")
    SEAL = "seal", _("seal of the commune")
    OFFICER = "officer", _("signature of an officer")
    TIME_STAMP = "time_stamp", _("time stamp")


class CircuitState(TextChoices):
    """Where a parapheur stands."""

    RUNNING = "running", pgettext_lazy("parapheur", "under way")
    SIGNED = "signed", pgettext_lazy("parapheur", "signed")
    REFUSED = "refused", pgettext_lazy("parapheur", "refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("parapheur", "withdrawn")


class StepKind(TextChoices):
    """What is asked of a person."""

    VISA = "visa", _("visa")
    SIGNATURE = "signature", _("signature")


class StepState(TextChoices):
    """What a person has answered."""

    WAITING = "waiting", pgettext_lazy("parapheur", "waiting")
    APPROVED = "approved", pgettext_lazy("parapheur", "given")
    REFUSED = "refused", pgettext_lazy("parapheur", "refused")


class Verdict(TextChoices):
    """What is said of a document that somebody checks."""

    VALID = "valid", pgettext_lazy("verdict", "valid")
    TAMPERED = "tampered", _("tampered with")
    REPLAYED = "replayed", _("code of another document")
    EXPIRED = "expired", pgettext_lazy("verdict", "expired")
    REVOKED = "revoked", pgettext_lazy("verdict", "revoked")
    UNKNOWN = "unknown", pgettext_lazy("verdict", "unknown")


class Reason(TextChoices):
    """Why a verdict is what it is, in words for whoever holds the document."""

    UNTOUCHED = (
        "untouched",
        _("The file is exactly the one that the commune signed: not one letter has changed."),
    )
    COMPARE = (
        "compare",
        _(
            "The commune issued a document with this code. "
            "Compare what is written below with the paper."
        ),
    )
    CHANGED = (
        "changed",
        _("The content was changed after the signature: the signature no longer fits it."),
    )
    ADDED_AFTER = (
        "added_after",
        _("The signature is genuine, but something was added to the file after it."),
    )
    CODE_COPIED = (
        "code_copied",
        _(
            "The file bears the code of a document of the commune, but it is not that document: "
            "it lacks its signature."
        ),
    )
    CODE_OF_ANOTHER = (
        "code_of_another",
        _("The file is genuine, but the code that you checked belongs to another document."),
    )
    NOT_THIS_DOCUMENT = (
        "not_this_document",
        _("The code belongs to a document of the commune, but this file is not that document."),
    )
    EXPIRED = (
        "expired",
        _("The document is genuine, but the day until which it could be used has passed."),
    )
    REVOKED = (
        "revoked",
        _("The document is genuine, but the commune has withdrawn it since."),
    )
    NO_SUCH_CODE = (
        "no_such_code",
        _("The commune has issued no document with this code."),
    )
    NOT_SIGNED = (
        "not_signed",
        _("The file bears neither a signature nor a code of the commune."),
    )
    FOREIGN_SIGNATURE = (
        "foreign_signature",
        _("The file is signed, but not by the commune."),
    )
    NOT_A_PDF = (
        "not_a_pdf",
        _("The file is not a PDF document that can be read."),
    )


SENTENCES = {
    Verdict.VALID: _("The document is genuine and valid."),
    Verdict.TAMPERED: _("The document was tampered with."),
    Verdict.REPLAYED: _("The code belongs to another document."),
    Verdict.EXPIRED: _("The document is genuine, but it has expired."),
    Verdict.REVOKED: _("The document was revoked by the commune."),
    Verdict.UNKNOWN: _("The commune does not know this document."),
}
"""What a reader is told first of a file."""
CODE_SENTENCES = {**SENTENCES, Verdict.VALID: _("The code is genuine: compare the paper.")}
"""What a reader is told first of a code, whose paper nobody but the reader sees."""

STEP_TITLES = {
    (StepKind.VISA, StepState.WAITING): _("Visa awaited"),
    (StepKind.VISA, StepState.APPROVED): _("Visa given"),
    (StepKind.VISA, StepState.REFUSED): _("Visa refused"),
    (StepKind.SIGNATURE, StepState.WAITING): _("Signature awaited"),
    (StepKind.SIGNATURE, StepState.APPROVED): _("Signature given"),
    (StepKind.SIGNATURE, StepState.REFUSED): _("Signature refused"),
}
"""How a step stands, in words of one piece: in Arabic a visa and its state agree in gender."""
