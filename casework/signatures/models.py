"""Keys and certificates, circuits of visas and signatures, and the documents that were issued."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from casework.signatures.enums import CircuitState, KeyKind, StepKind, StepState
from casework.signatures.querysets import CircuitQuerySet, IssuedQuerySet, KeyQuerySet, StepQuerySet


class SigningKey(models.Model):
    """A certificate (شهادة إلكترونية / certificat électronique); its key is in the vault."""

    kind = models.CharField(_("kind"), max_length=12, choices=KeyKind.choices)
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("holder"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="signing_keys",
    )
    subject = models.CharField(_("name on the certificate"), max_length=200)
    fingerprint = models.CharField(_("fingerprint"), max_length=64, unique=True)
    """SHA-256 of the certificate, hexadecimal; also the name of the private key in the vault."""
    serial = models.CharField(_("serial number"), max_length=40)
    certificate = models.BinaryField(_("certificate"))
    """DER."""
    chain = models.BinaryField(_("certificates above"), default=b"", blank=True)
    """PEM, from the issuer upwards; empty where our own authority issued."""
    is_external = models.BooleanField(_("issued by another authority"), default=False)
    not_before_at = models.DateTimeField(_("valid from"))
    not_after_at = models.DateTimeField(_("valid until"))
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)
    revocation_reason = models.CharField(_("reason of revocation"), max_length=200, blank=True)

    objects = KeyQuerySet.as_manager()

    class Meta:
        verbose_name = _("signing key")
        verbose_name_plural = _("signing keys")
        ordering: ClassVar = ["kind", "subject", "-not_before_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="signing_key_holder",
                condition=Q(kind=KeyKind.OFFICER, holder__isnull=False)
                | (~Q(kind=KeyKind.OFFICER) & Q(holder__isnull=True)),
                violation_error_message=_("A signature has a holder, and a seal has none."),
            ),
            models.CheckConstraint(
                name="signing_key_lifetime",
                condition=Q(not_before_at__lt=F("not_after_at")),
                violation_error_message=_("The certificate ends before it begins."),
            ),
            models.CheckConstraint(
                name="signing_key_revocation",
                condition=Q(revoked_at=None, revocation_reason="")
                | (Q(revoked_at__isnull=False) & ~Q(revocation_reason="")),
                violation_error_message=_("A revocation has a reason."),
            ),
        ]


class Circuit(models.Model):
    """A parapheur (محفظة التوقيعات / parapheur): one draft, visas in order, then a signature."""

    case = models.ForeignKey(
        "casework.Case",
        verbose_name=_("case"),
        on_delete=models.PROTECT,
        related_name="circuits",
    )
    title = models.CharField(_("title"), max_length=200)
    draft = models.CharField(_("fingerprint of the draft"), max_length=64)
    """SHA-256 of the PDF that everyone in the circuit reads and signs."""
    language = models.CharField(_("language"), max_length=2, default="ar")
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    facts = models.JSONField(_("what the paper says"), default=list, blank=True)
    is_shared = models.BooleanField(_("shown to the applicant"), default=True)
    """Once signed, the applicant is told, and fetches it on the page where they follow the case."""
    state = models.CharField(
        _("state"), max_length=10, choices=CircuitState.choices, default=CircuitState.RUNNING
    )
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("started by"),
        on_delete=models.PROTECT,
        related_name="circuits_started",
    )
    started_at = models.DateTimeField(_("started at"))
    due_on = models.DateField(_("to be signed by"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    objects = CircuitQuerySet.as_manager()

    class Meta:
        verbose_name = _("parapheur")
        verbose_name_plural = _("parapheurs")
        ordering: ClassVar = ["-started_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="circuit_end",
                condition=Q(state=CircuitState.RUNNING, ended_at=None)
                | (~Q(state=CircuitState.RUNNING) & Q(ended_at__isnull=False)),
                violation_error_message=_("A parapheur that is over says since when."),
            ),
        ]


class Step(models.Model):
    """One visa or the signature: asked of a person, given or refused by them or their delegate."""

    circuit = models.ForeignKey(
        Circuit, verbose_name=_("parapheur"), on_delete=models.PROTECT, related_name="steps"
    )
    place = models.PositiveSmallIntegerField(_("rank"))
    """From 1 on; a step has its turn when no earlier one waits."""
    kind = models.CharField(_("kind"), max_length=10, choices=StepKind.choices)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("asked of"),
        on_delete=models.PROTECT,
        related_name="signature_steps",
    )
    state = models.CharField(
        _("state"), max_length=10, choices=StepState.choices, default=StepState.WAITING
    )
    acted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("answered by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="signature_steps_answered",
    )
    acted_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    delegation = models.CharField(_("decision of delegation"), max_length=120, blank=True)
    """Reference of the decision by which somebody else than the person asked has answered."""
    reason = models.CharField(_("reason"), max_length=500, blank=True)

    objects = StepQuerySet.as_manager()

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering: ClassVar = ["circuit", "place"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="step_place",
                fields=["circuit", "place"],
                violation_error_message=_("Two steps have the same place."),
            ),
            models.UniqueConstraint(
                name="step_one_signature",
                fields=["circuit"],
                condition=Q(kind=StepKind.SIGNATURE),
                violation_error_message=_("A document is signed once."),
            ),
            models.CheckConstraint(
                name="step_answer",
                condition=Q(state=StepState.WAITING, acted_by=None, acted_at=None)
                | (~Q(state=StepState.WAITING) & Q(acted_by__isnull=False, acted_at__isnull=False)),
                violation_error_message=_("An answer says who gave it and when."),
            ),
            models.CheckConstraint(
                name="step_reason",
                condition=~Q(state=StepState.REFUSED) | ~Q(reason=""),
                violation_error_message=_("A refusal has a reason."),
            ),
            models.CheckConstraint(
                name="step_delegation",
                condition=Q(acted_by=None)
                | Q(acted_by=F("person"), delegation="")
                | (~Q(acted_by=F("person")) & ~Q(delegation="")),
                violation_error_message=_("Whoever answers for somebody else names the decision."),
            ),
        ]


class IssuedDocument(models.Model):
    """A signed or sealed document that left the house, as anyone may check it."""

    code = models.CharField(_("verification code"), max_length=16, unique=True)
    title = models.CharField(_("title"), max_length=200)
    case = models.ForeignKey(
        "casework.Case",
        verbose_name=_("case"),
        on_delete=models.PROTECT,
        related_name="issued_documents",
    )
    circuit = models.OneToOneField(
        Circuit,
        verbose_name=_("parapheur"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="issued",
    )
    purpose = models.SlugField(_("purpose"), max_length=30, blank=True)
    """What there is once for each case and language, such as a receipt."""
    language = models.CharField(_("language"), max_length=2)
    key = models.ForeignKey(
        SigningKey,
        verbose_name=_("signing key"),
        on_delete=models.PROTECT,
        related_name="documents",
    )
    signer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("signed by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="documents_signed",
    )
    """Empty where the commune's seal stands alone."""
    signed_as = models.CharField(_("signed as"), max_length=200)
    """What the paper says of who signed: name and post, or the seal."""
    sha256 = models.CharField(_("fingerprint"), max_length=64, unique=True)
    pages = models.PositiveSmallIntegerField(_("pages"))
    size_bytes = models.PositiveIntegerField(_("size in bytes"))
    facts = models.JSONField(_("what the paper says"), default=list, blank=True)
    """Pairs of label and value, as printed, for comparison with a paper."""
    is_shared = models.BooleanField(_("shown to the applicant"), default=True)
    issued_at = models.DateTimeField(_("issued at"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("revoked by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="documents_revoked",
    )
    revocation_reason = models.CharField(_("reason of revocation"), max_length=200, blank=True)

    objects = IssuedQuerySet.as_manager()

    class Meta:
        verbose_name = _("issued document")
        verbose_name_plural = _("issued documents")
        ordering: ClassVar = ["-issued_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="issued_once",
                fields=["case", "purpose", "language"],
                condition=~Q(purpose="") & Q(revoked_at=None),
                violation_error_message=_("This document was issued already."),
            ),
            models.CheckConstraint(
                name="issued_revocation",
                condition=Q(revoked_at=None, revoked_by=None, revocation_reason="")
                | (
                    Q(revoked_at__isnull=False, revoked_by__isnull=False) & ~Q(revocation_reason="")
                ),
                violation_error_message=_("A revocation has a reason."),
            ),
        ]
