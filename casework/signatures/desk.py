"""What the desk gets from here: the menu, duties of those who sign, lists, search."""

from collections.abc import Sequence

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.messages import catalogue
from casework.signatures import letters, tables
from casework.signatures.codes import show_code
from casework.signatures.delegations import steps_waiting_for
from casework.signatures.models import IssuedDocument, Step
from people.audit import name_actions
from people.models import User
from people.permissions import Actor
from workspace import duties, navigation, search
from workspace.tables import declarations


def waiting_steps(actor: Actor, limit: int) -> Sequence[duties.Duty]:
    """Return the visas and signatures that wait for a person, the most urgent first."""
    return [_duty(step) for step in _steps(actor)[:limit]]


def count_steps(actor: Actor) -> int:
    """Return how many visas and signatures wait for a person."""
    return int(_steps(actor).count())


def find_documents(actor: Actor, text: str, limit: int) -> Sequence[search.Hit]:
    """Find issued documents by their title, or by their verification code."""
    code = "".join(letter for letter in text.upper() if letter.isalnum())
    rows = IssuedDocument.objects.visible_to(actor).select_related("case")
    found = rows.filter(code=code) | rows.filter(title__icontains=text)
    return [
        search.Hit(
            title=each.title,
            detail=f"{each.case.reference} · {show_code(each.code)}",
            url=reverse("signatures_desk:document", args=[each.code]),
        )
        for each in found.newest_first()[:limit]
    ]


def _steps(actor: Actor) -> QuerySet[Step]:
    if not isinstance(actor, User):
        return Step.objects.none()
    rows = steps_waiting_for(actor, timezone.localdate())
    return rows.select_related("circuit__case").order_by(
        F("circuit__due_on").asc(nulls_last=True), "circuit__started_at", "pk"
    )


def _duty(step: Step) -> duties.Duty:
    return duties.Duty(
        title=step.circuit.title,
        detail=f"{step.get_kind_display()} · {step.circuit.case.reference}",
        url=reverse("signatures_desk:circuit", args=[step.circuit_id]),
        since_at=step.circuit.started_at,
        due_on=step.circuit.due_on,
    )


catalogue.declare(letters.ISSUED)
duties.register(duties.Provider("signatures", _("Parapheur"), waiting_steps, count_steps))
search.register(search.Provider("documents", _("Issued documents"), find_documents))
declarations.register(tables.CIRCUITS, tables.DOCUMENTS, tables.KEYS)
navigation.register(
    navigation.Entry("signatures_desk:circuits", _("Parapheur"), "desk", order=40, staff=True),
    navigation.Entry(
        "signatures_desk:documents",
        _("Issued documents"),
        "desk",
        order=45,
        capability="casework.read",
    ),
    navigation.Entry(
        "signatures_desk:keys",
        _("Certificates"),
        "system",
        order=60,
        capability="signatures.keys",
    ),
    navigation.Entry("signatures:verify", _("Check a document"), "city", order=80),
)
name_actions(
    {
        "signatures.start": _("Parapheur started"),
        "signatures.visa": _("Visa given"),
        "signatures.sign": _("Document signed"),
        "signatures.refuse": _("Parapheur refused"),
        "signatures.withdraw": _("Parapheur withdrawn"),
        "signatures.issue": _("Document signed"),
        "signatures.revoke": _("Document revoked"),
        "signatures.download": _("Issued document opened"),
        "signatures.issue_key": _("Certificate issued"),
        "signatures.load_key": _("Certificate brought in"),
        "signatures.revoke_key": _("Certificate revoked"),
    }
)
