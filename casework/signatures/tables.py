"""Lists of parapheurs, of issued documents and of certificates."""

from typing import Any, ClassVar

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.signatures.codes import show_code
from casework.signatures.enums import CircuitState
from casework.signatures.models import Circuit, IssuedDocument, SigningKey, Step
from people.permissions import Actor, can_somewhere
from workspace.tables.columns import Column, Kind
from workspace.tables.declarations import Table
from workspace.tables.filters import TableFilters, day_from, day_until

TONES = {
    CircuitState.RUNNING: "still",
    CircuitState.SIGNED: "good",
    CircuitState.REFUSED: "alarm",
    CircuitState.WITHDRAWN: "none",
}


class CircuitFilters(TableFilters):
    """By state and by day."""

    search_fields: ClassVar[tuple[str, ...]] = ("title__icontains", "case__reference__icontains")
    started_from = day_from("started_at__date", _("Started from"))
    started_until = day_until("started_at__date", _("Started until"))

    class Meta:
        model = Circuit
        fields = ("state",)


def circuits_of(actor: Actor) -> "QuerySet[Any]":
    """Return the parapheurs that a person may see, with the step whose turn it is."""
    due = Prefetch("steps", Step.objects.due().select_related("person"), to_attr="due_steps")
    rows = Circuit.objects.visible_to(actor).select_related("case", "started_by")
    return rows.prefetch_related(due)


def _waits_for(circuit: Any) -> str:
    return ", ".join(step.person.name for step in circuit.due_steps)


CIRCUITS = Table(
    name="signatures.circuits",
    title=_("Parapheurs"),
    rows=circuits_of,
    columns=(
        Column(
            "title",
            _("Title"),
            sort=("title",),
            link=lambda row: reverse("signatures_desk:circuit", args=[row.pk]),
            is_heading=True,
        ),
        Column("reference", _("Case"), Kind.CODE, value="case.reference"),
        Column(
            "state",
            _("State"),
            Kind.STATE,
            value=lambda row: row.get_state_display(),
            tone=lambda row: TONES[row.state],
            sort=("state",),
        ),
        Column("waits_for", _("Waits for"), value=_waits_for),
        Column("started_by", _("Started by"), value="started_by.name"),
        Column("started_at", _("Started at"), Kind.MOMENT, sort=("started_at",)),
        Column("due_on", _("To be signed by"), Kind.DATE, sort=("due_on",)),
    ),
    filters=CircuitFilters,
    order=("-started_at",),
    empty=_("There is no parapheur here: start one from the page of a case."),
)


class DocumentFilters(TableFilters):
    """By day of issue."""

    search_fields: ClassVar[tuple[str, ...]] = (
        "title__icontains",
        "case__reference__icontains",
        "code__iexact",
    )
    issued_from = day_from("issued_at__date", _("Issued from"))
    issued_until = day_until("issued_at__date", _("Issued until"))


def documents_of(actor: Actor) -> "QuerySet[Any]":
    """Return the issued documents that a person may see."""
    return IssuedDocument.objects.visible_to(actor).select_related("case")


def document_state(document: IssuedDocument) -> tuple[str, Any]:
    """Return the tone and the name of what became of a document."""
    if document.revoked_at:
        return "alarm", _("Revoked")
    if document.valid_until and document.valid_until < timezone.localdate():
        return "warning", _("Expired")
    return "good", _("In force")


DOCUMENTS = Table(
    name="signatures.documents",
    title=_("Issued documents"),
    rows=documents_of,
    columns=(
        Column(
            "title",
            _("Title"),
            sort=("title",),
            link=lambda row: reverse("signatures_desk:document", args=[row.code]),
            is_heading=True,
        ),
        Column("reference", _("Case"), Kind.CODE, value="case.reference"),
        Column("code", _("Verification code"), Kind.CODE, value=lambda row: show_code(row.code)),
        Column("signed_as", _("Signed by")),
        Column("issued_at", _("Issued at"), Kind.MOMENT, sort=("issued_at",)),
        Column("valid_until", _("Valid until"), Kind.DATE, sort=("valid_until",)),
        Column(
            "state",
            _("State"),
            Kind.STATE,
            value=lambda row: document_state(row)[1],
            tone=lambda row: document_state(row)[0],
        ),
    ),
    filters=DocumentFilters,
    capability="casework.read",
    order=("-issued_at",),
)


class KeyFilters(TableFilters):
    """By what the certificate stands for."""

    search_fields: ClassVar[tuple[str, ...]] = ("subject__icontains", "serial__iexact")

    class Meta:
        model = SigningKey
        fields = ("kind",)


def keys_of(actor: Actor) -> "QuerySet[Any]":
    """Return all certificates, to whoever keeps them."""
    rows = SigningKey.objects.all()
    return rows if can_somewhere(actor, "signatures.keys") else rows.none()


def key_state(key: SigningKey) -> tuple[str, Any]:
    """Return the tone and the name of what became of a certificate."""
    if key.revoked_at:
        return "alarm", _("Revoked")
    if key.not_after_at <= timezone.now():
        return "warning", _("Expired")
    return "good", _("In force")


KEYS = Table(
    name="signatures.keys",
    title=_("Certificates"),
    rows=keys_of,
    columns=(
        Column(
            "subject",
            _("Name on the certificate"),
            sort=("subject",),
            link=lambda row: reverse("signatures_desk:key", args=[row.pk]),
            is_heading=True,
        ),
        Column("kind", _("Kind"), value=lambda row: row.get_kind_display(), sort=("kind",)),
        Column("is_external", _("Another authority"), Kind.YES_NO),
        Column("not_before_at", _("Valid from"), Kind.MOMENT, sort=("not_before_at",)),
        Column("not_after_at", _("Valid until"), Kind.MOMENT, sort=("not_after_at",)),
        Column(
            "state",
            _("State"),
            Kind.STATE,
            value=lambda row: key_state(row)[1],
            tone=lambda row: key_state(row)[0],
        ),
    ),
    filters=KeyFilters,
    capability="signatures.keys",
    order=("-not_before_at",),
)
