"""Cases: what every file of the commune has, whatever the service."""

from typing import ClassVar

from django.conf import settings
from django.contrib.gis.db import models
from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy as _

from casework.enums import ApplicantKind, Channel, EventKind, Language
from casework.querysets import CaseQuerySet
from casework.rules import pattern_faults
from casework.workflow import State, Workflow, workflow
from people.traits import Named


def search_key_of(*names: str) -> models.GeneratedField:
    """Return a column in which these texts are searched (see `workspace.lookups`)."""
    parts: list[str | Value] = [part for name in names for part in (name, Value(" "))]
    return models.GeneratedField(
        expression=Func(Concat(*parts), function="search_key"),
        output_field=models.TextField(),
        db_persist=True,
    )


class Series(Named):
    """A gap-free series of references (سلسلة الترقيم / série), restarted on 1 January."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    is_per_office = models.BooleanField(_("each office counts for itself"), default=False)

    class Meta:
        verbose_name = _("series of references")
        verbose_name_plural = _("series of references")
        ordering: ClassVar = ["code"]


class SeriesPattern(models.Model):
    """How the references of a series are written from a day on: `DA-{year}-{number:05}`."""

    series = models.ForeignKey(
        Series, verbose_name=_("series"), on_delete=models.PROTECT, related_name="patterns"
    )
    pattern = models.CharField(
        _("pattern"),
        max_length=40,
        help_text=_("With {office}, {year} or {yy}, and {number} or {number:05}."),
    )
    valid_from = models.DateField(_("valid from"))
    legal_reference = models.CharField(_("legal reference"), max_length=200)

    class Meta:
        verbose_name = _("pattern of references")
        verbose_name_plural = _("patterns of references")
        ordering: ClassVar = ["series", "-valid_from"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["series", "valid_from"],
                name="series_pattern_once_a_day",
                violation_error_message=_("This series already has a pattern from that day on."),
            ),
        ]

    def __str__(self) -> str:
        return self.pattern

    def clean(self) -> None:
        """Refuse a pattern whose references could not be told apart."""
        if not self.series_id:
            return
        faults = pattern_faults(self.pattern, is_per_office=self.series.is_per_office)
        if faults:
            raise ValidationError(
                {"pattern": _("Wrong or missing: %(faults)s.") % {"faults": ", ".join(faults)}}
            )


class Counter(models.Model):
    """The last number given in a series, an office and a year; its row lock keeps the order."""

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="counters")
    office = models.CharField(max_length=30, blank=True)
    year = models.PositiveSmallIntegerField()
    last_number = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["series", "office", "year"], name="one_counter_a_year"),
        ]

    def __str__(self) -> str:
        return f"{self.series_id} {self.office} {self.year}: {self.last_number}"


class Reference(models.Model):
    """A number given out: never reused, and kept with its reason when it was cancelled."""

    series = models.ForeignKey(
        Series, verbose_name=_("series"), on_delete=models.PROTECT, related_name="references"
    )
    office = models.CharField(_("office"), max_length=30, blank=True)
    year = models.PositiveSmallIntegerField(_("year"))
    number = models.PositiveIntegerField(_("number"))
    text = models.CharField(_("reference"), max_length=60, unique=True)
    given_at = models.DateTimeField(_("given at"))
    cancelled_at = models.DateTimeField(_("cancelled at"), null=True, blank=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("cancelled by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    cancel_reason = models.CharField(_("why cancelled"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("reference")
        verbose_name_plural = _("references")
        ordering: ClassVar = ["series", "office", "year", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["series", "office", "year", "number"], name="reference_given_once"
            ),
            models.CheckConstraint(
                name="reference_cancelled_with_reason",
                condition=Q(cancelled_at=None, cancel_reason="", cancelled_by=None)
                | (Q(cancelled_at__isnull=False) & ~Q(cancel_reason="")),
                violation_error_message=_("Say why the number is cancelled."),
            ),
        ]

    def __str__(self) -> str:
        return self.text


class CaseKind(Named):
    """What a case is about, as data: its names, its series of references, its table of states."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    workflow = models.SlugField(_("workflow"), max_length=40)
    """Code of the registered table of allowed transitions."""
    series = models.ForeignKey(
        Series, verbose_name=_("series"), on_delete=models.PROTECT, related_name="kinds"
    )
    department = models.ForeignKey(
        "people.Department",
        verbose_name=_("department that receives it"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="kinds_of_case",
    )
    is_open = models.BooleanField(_("may be deposited"), default=True)
    is_online = models.BooleanField(_("residents may deposit it online"), default=False)
    is_on_public_map = models.BooleanField(
        _("shown on the public map"),
        default=False,
        help_text=_(
            "Everyone sees kind, state and month of its cases, with a position to some 250 m: "
            "only for what is public by its nature, such as faults in the street."
        ),
    )

    class Meta:
        verbose_name = _("kind of case")
        verbose_name_plural = _("kinds of case")
        ordering: ClassVar = ["code"]

    @property
    def flow(self) -> Workflow:
        """The registered table of states."""
        return workflow(self.workflow)


class AllowedTransition(models.Model):
    """The database's copy of the registered steps; a trigger refuses every other change."""

    workflow = models.SlugField(max_length=40)
    source = models.CharField(max_length=30, blank=True)
    target = models.CharField(max_length=30)

    class Meta:
        db_table = "casework_transition"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["workflow", "source", "target"], name="transition_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.workflow}: {self.source} → {self.target}"


class Applicant(models.Model):
    """Who asks (صاحب الطلب / demandeur): personal data, apart from the case itself (law 09-08)."""

    kind = models.CharField(
        _("kind of applicant"),
        max_length=12,
        choices=ApplicantKind.choices,
        default=ApplicantKind.PERSON,
    )
    name = models.CharField(_("name"), max_length=120)
    identity_number = models.CharField(_("identity card number"), max_length=20, blank=True)
    phone = models.CharField(
        _("telephone"),
        max_length=16,
        blank=True,
        validators=[RegexValidator(r"^\+[1-9]\d{6,14}$", _("A number such as +212600000000."))],
    )
    email = models.EmailField(_("e-mail address"), blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    language = models.CharField(
        _("language"), max_length=2, choices=Language.choices, default=Language.ARABIC
    )
    search_text = search_key_of("name", "phone")

    class Meta:
        verbose_name = _("applicant")
        verbose_name_plural = _("applicants")
        indexes: ClassVar = [
            GinIndex(name="applicant_search", fields=["search_text"], opclasses=["gin_trgm_ops"]),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="applicant_phone_is_e164",
                condition=Q(phone="") | Q(phone__regex=r"^\+[1-9][0-9]{6,14}$"),
                violation_error_message=_("A number such as +212600000000."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Case(models.Model):
    """A file (ملف / dossier): one matter of one applicant, with a reference and legal deadlines."""

    kind = models.ForeignKey(
        CaseKind, verbose_name=_("kind"), on_delete=models.PROTECT, related_name="cases"
    )
    reference = models.CharField(_("reference"), max_length=60, unique=True)
    link_digest = models.BinaryField(_("digest of the secret link"), max_length=32)
    state = models.CharField(_("state"), max_length=30)
    channel = models.CharField(
        _("channel"), max_length=10, choices=Channel.choices, default=Channel.COUNTER
    )
    is_urgent = models.BooleanField(_("urgent"), default=False)
    subject = models.CharField(_("subject"), max_length=200)
    description = models.TextField(_("description"), blank=True)
    applicant = models.ForeignKey(
        Applicant, verbose_name=_("applicant"), on_delete=models.PROTECT, related_name="cases"
    )
    department = models.ForeignKey(
        "people.Department",
        verbose_name=_("department"),
        on_delete=models.PROTECT,
        related_name="cases",
    )
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("assigned to"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="cases",
    )
    territory_code = models.CharField(_("territory"), max_length=20, blank=True)
    place = models.CharField(_("place in words"), max_length=200, blank=True)
    geom = models.PointField(_("place"), srid=4326, null=True, blank=True)
    deposited_at = models.DateTimeField(_("deposited at"))
    due_on = models.DateField(_("due on"), null=True, blank=True)
    """The nearest running deadline; none while every clock is stopped."""
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    is_simulated = models.BooleanField(_("simulated"), default=False, editable=False)
    search_text = search_key_of("reference", "subject", "place")

    objects: ClassVar = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        ordering: ClassVar = ["-deposited_at", "-pk"]
        indexes: ClassVar = [
            models.Index(fields=["-deposited_at", "-id"], name="case_newest"),
            models.Index(
                fields=["due_on"], name="case_open_by_due", condition=Q(closed_at__isnull=True)
            ),
            models.Index(fields=["department", "-deposited_at"], name="case_of_department"),
            models.Index(
                fields=["assignee", "due_on"],
                name="case_of_assignee",
                condition=Q(closed_at__isnull=True),
            ),
            models.Index(fields=["id"], name="case_simulated", condition=Q(is_simulated=True)),
            models.Index(
                fields=["closed_at"], name="case_closed", condition=Q(closed_at__isnull=False)
            ),
            GinIndex(name="case_search", fields=["search_text"], opclasses=["gin_trgm_ops"]),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["link_digest"],
                name="case_opened_once",
                violation_error_message=_("This was sent before."),
            ),
            models.CheckConstraint(
                name="case_closed_after_deposit",
                condition=Q(closed_at=None) | Q(closed_at__gte=F("deposited_at")),
                violation_error_message=_("A case cannot be closed before it was deposited."),
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def current_state(self) -> State:
        """The state as the registered table knows it."""
        return self.kind.flow.state(self.state)


class CaseEvent(models.Model):
    """A line of a case's history: who did what, when and why. Only ever appended."""

    case = models.ForeignKey(
        Case, verbose_name=_("case"), on_delete=models.PROTECT, related_name="events"
    )
    kind = models.CharField(_("kind"), max_length=12, choices=EventKind.choices)
    at = models.DateTimeField(_("at"))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="case_events",
    )
    """Nobody: the resident, or the system itself."""
    source = models.CharField(_("former state"), max_length=30, blank=True)
    target = models.CharField(_("new state"), max_length=30, blank=True)
    detail = models.CharField(_("detail"), max_length=200, blank=True)
    """What the words of the kind cannot tell: a name, a date, a title."""
    reason = models.TextField(_("reason"), blank=True)
    is_public = models.BooleanField(_("shown to the applicant"), default=False)

    class Meta:
        verbose_name = _("event of a case")
        verbose_name_plural = _("events of cases")
        ordering: ClassVar = ["at", "pk"]
        indexes: ClassVar = [models.Index(fields=["case", "at", "id"], name="case_event_in_order")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind}"
