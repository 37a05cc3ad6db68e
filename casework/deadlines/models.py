"""The law as dated rows, and the clocks of cases that follow it."""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Func, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.deadlines.enums import Almanac, Progress, StartEvent, Unit
from casework.deadlines.querysets import DeadlineQuerySet
from casework.deadlines.rules import Pause, Terms
from people.traits import PERIOD, Dated, Named, ends_after_it_begins, same


class RestDays(models.Model):
    """The weekly days of rest from a day on."""

    weekdays = ArrayField(
        models.PositiveSmallIntegerField(validators=[MaxValueValidator(6)]),
        verbose_name=_("days of the week"),
        help_text=_("0 is Monday, 6 is Sunday."),
    )
    valid_from = models.DateField(_("valid from"), unique=True)
    legal_reference = models.CharField(_("legal reference"), max_length=200)

    class Meta:
        verbose_name = _("weekly days of rest")
        verbose_name_plural = _("weekly days of rest")
        ordering: ClassVar = ["valid_from"]

    def __str__(self) -> str:
        return str(self.valid_from)


class Holiday(Named, Dated):
    """A public holiday of every year (عطلة رسمية / jour férié), by either calendar."""

    code = models.SlugField(_("code"), max_length=40)
    almanac = models.CharField(_("calendar"), max_length=10, choices=Almanac.choices)
    month = models.PositiveSmallIntegerField(
        _("month"), validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    day = models.PositiveSmallIntegerField(
        _("day"), validators=[MinValueValidator(1), MaxValueValidator(31)]
    )
    days = models.PositiveSmallIntegerField(_("number of days"), default=1)
    offset_days = models.SmallIntegerField(
        _("expected difference from the tables, in days"),
        default=0,
        help_text=_("Morocco sights the moon itself, most often a day after the Umm al-Qura date."),
    )
    legal_reference = models.CharField(_("legal reference"), max_length=200)

    class Meta:
        verbose_name = _("public holiday")
        verbose_name_plural = _("public holidays")
        ordering: ClassVar = ["almanac", "month", "day"]
        constraints: ClassVar = [
            ends_after_it_begins("holiday_ends_after_it_begins"),
            ExclusionConstraint(
                name="one_holiday_of_a_code_at_a_time",
                expressions=[same("code"), PERIOD],
                violation_error_message=_("This holiday is already known at that time."),
            ),
            models.CheckConstraint(
                name="holiday_has_a_day",
                condition=Q(month__gte=1, month__lte=12, day__gte=1, day__lte=31, days__gte=1),
                violation_error_message=_("There is no such day."),
            ),
        ]


class AnnouncedDate(models.Model):
    """The date announced for a holiday of one year; the newest announcement counts."""

    holiday_code = models.SlugField(_("holiday"), max_length=40)
    year = models.PositiveSmallIntegerField(_("year of its calendar"))
    starts_on = models.DateField(_("first day"))
    days = models.PositiveSmallIntegerField(_("number of days"), default=1)
    source = models.CharField(_("announcement"), max_length=200)
    announced_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("entered by"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )
    recorded_at = models.DateTimeField(_("entered at"), auto_now_add=True)

    class Meta:
        verbose_name = _("announced date")
        verbose_name_plural = _("announced dates")
        ordering: ClassVar = ["recorded_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="announced_for_some_days",
                condition=Q(days__gte=1, days__lte=15),
                violation_error_message=_("From one day to fifteen."),
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="announcements_stay", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"{self.holiday_code} {self.year}"


class ExceptionalDay(Named):
    """A single day closed, or worked, by decree."""

    on = models.DateField(_("day"), unique=True)
    is_worked = models.BooleanField(_("worked by exception"), default=False)
    legal_reference = models.CharField(_("legal reference"), max_length=200)

    class Meta:
        verbose_name = _("exceptional day")
        verbose_name_plural = _("exceptional days")
        ordering: ClassVar = ["on"]


class DeadlineRule(Named, Dated):
    """What the law gives for one step of a kind of case, from a day on."""

    kind = models.ForeignKey(
        "casework.CaseKind",
        verbose_name=_("kind of case"),
        on_delete=models.PROTECT,
        related_name="deadline_rules",
    )
    code = models.SlugField(_("code"), max_length=40)
    is_urgent = models.BooleanField(_("for urgent cases"), default=False)
    amount = models.PositiveSmallIntegerField(_("amount"))
    unit = models.CharField(_("unit"), max_length=12, choices=Unit.choices)
    start = models.CharField(
        _("starts with"), max_length=8, choices=StartEvent.choices, default=StartEvent.DEPOSIT
    )
    start_state = models.CharField(_("state that starts it"), max_length=30, blank=True)
    met_by = ArrayField(
        models.CharField(max_length=30),
        verbose_name=_("states that meet it"),
        default=list,
        blank=True,
        help_text=_("Empty: any state that closes the case."),
    )
    rolls_over = models.BooleanField(_("a last day of rest moves to a working day"), default=True)
    is_clear = models.BooleanField(_("neither first nor last day counts"), default=False)
    stops_while_waiting = models.BooleanField(
        _("stops while waiting for the applicant"), default=False
    )
    extension_amount = models.PositiveSmallIntegerField(_("longest extension"), default=0)
    extensions_allowed = models.PositiveSmallIntegerField(_("number of extensions"), default=0)
    warn_days = models.PositiveSmallIntegerField(_("days of warning before"), default=5)
    escalate_every_days = models.PositiveSmallIntegerField(
        _("days between escalations"), default=3, help_text=_("0: no escalation.")
    )
    legal_reference = models.CharField(_("legal reference"), max_length=200)

    class Meta:
        verbose_name = _("deadline rule")
        verbose_name_plural = _("deadline rules")
        ordering: ClassVar = ["kind", "code", "is_urgent", "-valid_from"]
        constraints: ClassVar = [
            ends_after_it_begins("deadline_rule_ends_after_it_begins"),
            models.CheckConstraint(
                name="deadline_rule_gives_time",
                condition=Q(amount__gte=1),
                violation_error_message=_("A deadline is at least one day."),
            ),
            models.CheckConstraint(
                name="deadline_rule_starts_with_something",
                condition=Q(start=StartEvent.DEPOSIT, start_state="")
                | (Q(start=StartEvent.STATE) & ~Q(start_state="")),
                violation_error_message=_("Name the state that starts the clock, and only then."),
            ),
            ExclusionConstraint(
                name="one_deadline_rule_at_a_time",
                expressions=[
                    same("kind"),
                    same("code"),
                    (Func("is_urgent", function="int4"), RangeOperators.EQUAL),
                    PERIOD,
                ],
                violation_error_message=_("Another rule holds for this step at that time."),
            ),
        ]

    @property
    def terms(self) -> Terms:
        """What the pure rules need to count it."""
        return Terms(self.amount, Unit(self.unit), self.rolls_over, self.is_clear)


class Deadline(models.Model):
    """A clock of a case (أجل / délai)."""

    case = models.ForeignKey(
        "casework.Case", verbose_name=_("case"), on_delete=models.PROTECT, related_name="deadlines"
    )
    rule = models.ForeignKey(
        DeadlineRule, verbose_name=_("rule"), on_delete=models.PROTECT, related_name="deadlines"
    )
    started_at = models.DateTimeField(_("started at"))
    due_on = models.DateField(_("due on"), null=True, blank=True)
    """None while the clock stands still."""
    progress = models.CharField(
        _("progress"), max_length=8, choices=Progress.choices, default=Progress.RUNNING
    )
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    warned_at = models.DateTimeField(_("warned at"), null=True, blank=True)
    escalation_level = models.PositiveSmallIntegerField(_("level of escalation"), default=0)
    escalated_at = models.DateTimeField(_("escalated at"), null=True, blank=True)
    escalated_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("escalated to"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="escalated_deadlines",
    )

    objects: ClassVar = DeadlineQuerySet.as_manager()

    class Meta:
        verbose_name = _("deadline")
        verbose_name_plural = _("deadlines")
        ordering: ClassVar = ["due_on", "pk"]
        indexes: ClassVar = [
            models.Index(
                fields=["due_on"],
                name="deadline_running_by_due",
                condition=Q(progress=Progress.RUNNING),
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="deadline_due_when_running",
                condition=~Q(progress=Progress.RUNNING) | Q(due_on__isnull=False),
            ),
            models.CheckConstraint(
                name="deadline_ends_once",
                condition=Q(progress__in=[Progress.RUNNING, Progress.STOPPED], ended_at=None)
                | Q(
                    progress__in=[Progress.KEPT, Progress.MISSED, Progress.DROPPED],
                    ended_at__isnull=False,
                ),
            ),
            models.UniqueConstraint(
                fields=["case", "rule"],
                name="one_running_clock_of_a_rule",
                condition=Q(ended_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.rule_id}: {self.due_on}"

    @property
    def is_overdue(self) -> bool:
        """Whether its day has passed while its clock still runs."""
        late = self.due_on is not None and self.due_on < timezone.localdate()
        return late and self.progress == Progress.RUNNING

    @property
    def tone(self) -> str:
        """The tone in which its progress is shown."""
        tones = {Progress.KEPT: "good", Progress.MISSED: "alarm", Progress.STOPPED: "warning"}
        return tones.get(Progress(self.progress), "")


class Standstill(models.Model):
    """A time in which a clock stood still, waiting for the applicant."""

    deadline = models.ForeignKey(
        Deadline, verbose_name=_("deadline"), on_delete=models.PROTECT, related_name="standstills"
    )
    stopped_on = models.DateField(_("stopped on"))
    resumed_on = models.DateField(_("running again on"), null=True, blank=True)

    class Meta:
        verbose_name = _("standstill")
        verbose_name_plural = _("standstills")
        ordering: ClassVar = ["stopped_on", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["deadline"], name="one_open_standstill", condition=Q(resumed_on=None)
            ),
            models.CheckConstraint(
                name="standstill_ends_after_it_begins",
                condition=Q(resumed_on=None) | Q(resumed_on__gte=F("stopped_on")),
                violation_error_message=_("The end must come after the beginning."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stopped_on}–{self.resumed_on}"

    @property
    def pause(self) -> Pause:
        """What the pure rules need to count it."""
        return Pause(self.stopped_on, self.resumed_on)


class Extension(models.Model):
    """More time, granted before the end and with a reason that the applicant is told."""

    deadline = models.ForeignKey(
        Deadline, verbose_name=_("deadline"), on_delete=models.PROTECT, related_name="extensions"
    )
    amount = models.PositiveSmallIntegerField(_("amount"))
    """In the unit of the rule."""
    reason = models.TextField(_("reason"))
    granted_at = models.DateTimeField(_("granted at"))
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("granted by"),
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = _("extension")
        verbose_name_plural = _("extensions")
        ordering: ClassVar = ["granted_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="extension_gives_time_for_a_reason",
                condition=Q(amount__gte=1) & ~Q(reason=""),
                violation_error_message=_("An extension gives at least one day, with its reason."),
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="extensions_stay", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.deadline_id} +{self.amount}"
