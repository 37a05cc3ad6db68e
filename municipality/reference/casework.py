"""Kinds of case, references, deadlines, the calendar, and what residents are written."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from casework import configuring
from casework.deadlines import configuring as calendar
from casework.deadlines.models import DeadlineRule, ExceptionalDay, Holiday, RestDays
from casework.messages import configuring as sending
from casework.messages.forms import FAULTS
from casework.messages.models import DeliveryRule, Wording
from casework.messages.rules import Text, WrongWordingError
from casework.messages.services import WRITE, write_wording
from casework.models import CaseKind, Series, SeriesPattern
from municipality.reference import forms
from municipality.reference.options import DatedAdmin, PeriodAdmin, ReferenceAdmin, Services
from workspace.organisation.columns import PHASES
from workspace.templatetags.local_formats import day

Values = dict[str, Any]
NAMED = ("code", "name_ar", "name_fr", "name_en")
LATER = _("What holds is not rewritten: add a row that takes its place from a later day on.")
WORKED, CLOSED = _("worked by exception"), _("closed by exception")
AGAIN = _("Open deadlines are counted again at once, and their cases say so.")


class SeriesAdmin(ReferenceAdmin):
    """Series of references."""

    capability = configuring.CAPABILITY
    row_form = forms.SeriesForm
    services = Services("series", configuring.create_series, configuring.change_series)
    intro = _("A series gives no number before it has a pattern.")
    list_display = ("__str__", "code")
    search_fields = NAMED


class PatternAdmin(DatedAdmin):
    """How references are written, from a day on."""

    capability = configuring.CAPABILITY
    row_form = forms.PatternForm
    services = Services(
        "present",
        configuring.add_pattern,
        configuring.change_pattern,
        withdraw=configuring.withdraw_pattern,
    )
    intro = LATER
    list_display = ("__str__", "series", "since", "legal_reference")
    list_filter = ("series",)
    list_select_related = ("series",)


class KindAdmin(ReferenceAdmin):
    """Kinds of case."""

    capability = configuring.CAPABILITY
    row_form = forms.KindForm
    services = Services("kind", configuring.create_kind, configuring.change_kind)
    list_display = ("__str__", "code", "series", "department")
    list_select_related = ("series", "department")
    search_fields = NAMED


class PhaseColumn(PeriodAdmin):
    """A list that says which rows hold today."""

    @admin.display(description=_("State"))
    def state(self, row: Any) -> str:
        """Whether a row holds."""
        return str(PHASES[row.phase])


class RuleAdmin(PhaseColumn):
    """Legal deadlines."""

    capability = calendar.CAPABILITY
    row_form = forms.RuleForm
    services = Services(
        "rule", calendar.add_rule, calendar.change_rule, calendar.end_rule, calendar.withdraw_rule
    )
    intro = _(
        "A new rule ends the one that holds for the same step. Cases go on by the rule that held "
        "when their clock started."
    )
    list_display = ("__str__", "kind", "given", "since", "state")
    list_filter = ("kind",)
    list_select_related = ("kind",)
    search_fields = NAMED

    @admin.display(description=_("Amount"))
    def given(self, row: DeadlineRule) -> str:
        """How much time the law gives."""
        return f"{row.amount} {row.get_unit_display()}"

    def word(self, row: DeadlineRule, field: Any) -> Any:
        """Return a field's value in words, states by their names."""
        names = {state.code: str(state.label) for state in row.kind.flow.states}
        if field.name == "met_by":
            return ", ".join(names.get(code, code) for code in row.met_by)
        if field.name == "start_state":
            return names.get(row.start_state, row.start_state)
        return super().word(row, field)


class HolidayAdmin(PhaseColumn):
    """Public holidays of every year."""

    capability = calendar.CAPABILITY
    row_form = forms.HolidayForm
    services = Services(
        "holiday",
        calendar.add_holiday,
        calendar.change_holiday,
        calendar.end_holiday,
        calendar.withdraw_holiday,
    )
    intro = AGAIN
    list_display = ("__str__", "almanac", "month", "day", "days", "state")
    list_filter = ("almanac",)
    search_fields = NAMED


class RestDaysAdmin(DatedAdmin):
    """Weekly days of rest, from a day on."""

    capability = calendar.CAPABILITY
    row_form = forms.RestDaysForm
    services = Services("rest", calendar.add_rest_days, withdraw=calendar.withdraw_rest_days)
    intro = AGAIN
    list_display = ("since", "named", "legal_reference")

    @admin.display(description=_("days of the week"))
    def named(self, row: RestDays) -> str:
        """The days by their names."""
        return ", ".join(str(WEEKDAYS[day]) for day in row.weekdays)

    def word(self, row: RestDays, field: Any) -> Any:
        """Return a field's value in words."""
        return self.named(row) if field.name == "weekdays" else super().word(row, field)

    def is_changeable(self, row: RestDays) -> bool:
        """A later row takes its place."""
        return False


class ExceptionalDayAdmin(ReferenceAdmin):
    """Single days closed, or worked, by decree."""

    capability = calendar.CAPABILITY
    row_form = forms.ExceptionalDayForm
    services = Services(
        "day", calendar.add_day, calendar.change_day, withdraw=calendar.withdraw_day
    )
    intro = AGAIN
    list_display = ("__str__", "date", "kind", "legal_reference")
    search_fields = NAMED[1:]

    @admin.display(description=_("day"), ordering="on")
    def date(self, row: ExceptionalDay) -> str:
        """The day."""
        return day(row.on)

    @admin.display(description=_("Kind"))
    def kind(self, row: ExceptionalDay) -> str:
        """Whether the day is closed or worked."""
        return str(WORKED if row.is_worked else CLOSED)

    def is_changeable(self, row: ExceptionalDay) -> bool:
        """Only a day to come is corrected."""
        return DatedAdmin.is_to_come(row.on)

    def is_withdrawable(self, row: ExceptionalDay) -> bool:
        """Only a day to come is taken back."""
        return DatedAdmin.is_to_come(row.on)


def _reword(*, subject: str, short: str, body: str, request: HttpRequest, **rest: Any) -> Wording:
    try:
        return write_wording(text=Text(subject, short.replace("\r\n", "\n"), body), **rest)
    except WrongWordingError as error:
        raise ValidationError(
            {
                field: ValidationError(FAULTS[fault], params={"about": about})
                for field, (fault, about) in error.faults.items()
            }
        ) from error


class WordingAdmin(DatedAdmin):
    """The commune's own words for its messages."""

    capability = WRITE
    row_form = forms.WordingRowForm
    services = Services("wording", _reword, withdraw=sending.withdraw_wording)
    intro = LATER
    list_display = ("template", "language", "subject", "since")
    list_filter = ("language",)
    search_fields = ("template", "subject", "short")

    def is_changeable(self, row: Wording) -> bool:
        """A later wording takes its place."""
        return False


class DeliveryRuleAdmin(DatedAdmin):
    """When and how often people may be written to."""

    capability = sending.CAPABILITY
    row_form = forms.DeliveryRuleForm
    services = Services(
        "rule",
        sending.add_delivery_rule,
        sending.change_delivery_rule,
        withdraw=sending.withdraw_delivery_rule,
    )
    intro = LATER
    list_display = ("since", "quiet", "most_per_day", "keep_days")

    @admin.display(description=_("Quiet hours"))
    def quiet(self, row: DeliveryRule) -> str:
        """When nobody is disturbed."""
        return f"{row.quiet_from:%H:%M} – {row.quiet_to:%H:%M}"


TABLES = (
    (CaseKind, KindAdmin),
    (Series, SeriesAdmin),
    (SeriesPattern, PatternAdmin),
    (DeadlineRule, RuleAdmin),
    (Holiday, HolidayAdmin),
    (ExceptionalDay, ExceptionalDayAdmin),
    (RestDays, RestDaysAdmin),
    (Wording, WordingAdmin),
    (DeliveryRule, DeliveryRuleAdmin),
)
