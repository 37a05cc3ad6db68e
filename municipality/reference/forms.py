"""The forms of the reference tables."""

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from casework.deadlines.models import DeadlineRule, ExceptionalDay, Holiday, RestDays
from casework.messages.catalogue import declared as declared_templates
from casework.messages.forms import WordingForm
from casework.messages.models import DeliveryRule
from casework.models import CaseKind, Series, SeriesPattern
from casework.tables import states
from casework.workflow import workflows
from dashboard.models import IndicatorBounds
from fleet.models import Operator
from people.forms.fields import DayInput, DepartmentField, day_field
from people.rules import day_after
from telemetry.maintenance import known_series
from telemetry.models import RetentionRule
from workspace.indicators import declared as declared_indicators

NAMES = ("name_ar", "name_fr", "name_en")
LEFT_TO_RIGHT = {"name_fr", "name_en", "code", "pattern", "legal_reference"}


if TYPE_CHECKING:
    AnyModelForm = forms.ModelForm[Any]
else:
    AnyModelForm = forms.ModelForm


class RowForm(AnyModelForm):
    """A row; days are chosen from a calendar, and each name is typed in its direction."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "valid_from" in self.fields:
            self.initial["valid_from"] = self.initial.get("valid_from") or timezone.localdate()
        for name, field in self.fields.items():
            if isinstance(field, forms.DateField):
                field.widget = DayInput()
            if name == "name_ar":
                field.widget.attrs |= {"dir": "rtl", "lang": "ar"}
            elif name in LEFT_TO_RIGHT:
                field.widget.attrs["dir"] = "ltr"

    @property
    def values(self) -> dict[str, Any]:
        """What was typed, as the services take it."""
        return {name: self.cleaned_data[name] for name in self.fields}


class PeriodRowForm(RowForm):
    """A row that may have a last day; people write the last one, the database the next."""

    last_on = day_field(
        _("last day"), required=False, help_text=_("Included. Empty: until it is ended.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["last_on"].initial = self.instance.last_on

    def clean(self) -> dict[str, Any]:
        """Refuse an end before the beginning."""
        data = super().clean() or {}
        begin, last = data.get("valid_from"), data.get("last_on")
        if begin and last and last < begin:
            self.add_error("last_on", _("The end must come after the beginning."))
        return data

    @property
    def values(self) -> dict[str, Any]:
        """What was typed, with the first day outside instead of the last inside."""
        typed = super().values
        return typed | {"valid_to": day_after(typed.pop("last_on"))}


class SeriesForm(RowForm):
    """A series of references."""

    class Meta:
        model = Series
        fields = ("code", *NAMES, "is_per_office")


class PatternForm(RowForm):
    """How the references of a series are written from a day on."""

    class Meta:
        model = SeriesPattern
        fields = ("series", "pattern", "valid_from", "legal_reference")


class KindForm(RowForm):
    """A kind of case."""

    workflow = forms.ChoiceField(
        label=_("table of states"),
        choices=lambda: [(flow.code, flow.code) for flow in workflows()],
    )
    department = DepartmentField(required=False, label=_("department that receives it"))

    class Meta:
        model = CaseKind
        fields = (
            *("code", *NAMES, "workflow", "series", "department"),
            *("is_open", "is_online", "is_on_public_map"),
        )


class RuleForm(PeriodRowForm):
    """What the law gives for one step."""

    start_state = forms.ChoiceField(
        label=_("state that starts it"),
        required=False,
        choices=lambda: [("", "–"), *states()],
    )
    met_by = forms.MultipleChoiceField(
        label=_("states that meet it"),
        required=False,
        choices=states,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None: any state that closes the case."),
    )

    class Meta:
        model = DeadlineRule
        fields = (
            *("kind", "code", *NAMES, "is_urgent", "amount", "unit", "start", "start_state"),
            *("met_by", "rolls_over", "is_clear", "stops_while_waiting", "extension_amount"),
            *("extensions_allowed", "warn_days", "escalate_every_days"),
            *("valid_from", "last_on", "legal_reference"),
        )


class HolidayForm(PeriodRowForm):
    """A public holiday of every year."""

    class Meta:
        model = Holiday
        fields = (
            *("code", *NAMES, "almanac", "month", "day", "days", "offset_days"),
            *("valid_from", "last_on", "legal_reference"),
        )


class RestDaysForm(RowForm):
    """The weekly days of rest."""

    weekdays = forms.TypedMultipleChoiceField(
        label=_("days of the week"),
        choices=list(WEEKDAYS.items()),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = RestDays
        fields = ("weekdays", "valid_from", "legal_reference")


class ExceptionalDayForm(RowForm):
    """A single day closed, or worked."""

    class Meta:
        model = ExceptionalDay
        fields = ("on", *NAMES, "is_worked", "legal_reference")


class WordingRowForm(WordingForm):
    """The commune's own text of a message in one language, from a day on."""

    template = forms.ChoiceField(
        label=_("message"),
        choices=lambda: [(code, each.name) for code, each in declared_templates().items()],
    )
    language = forms.ChoiceField(label=_("language"), choices=settings.LANGUAGES)
    field_order = ["template", "language", "subject", "short", "body", "valid_from"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        chosen = (kwargs.get("data") or kwargs.get("initial") or {}).get("language")
        super().__init__(*args, language=str(chosen or "ar"), **kwargs)


class DeliveryRuleForm(RowForm):
    """When and how often people may be written to."""

    class Meta:
        model = DeliveryRule
        fields = (
            *("valid_from", "quiet_from", "quiet_to", "most_per_hour", "most_per_day"),
            *("most_codes_per_hour", "keep_days", "source"),
        )
        widgets: ClassVar = {
            name: forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
            for name in ("quiet_from", "quiet_to")
        }


class RetentionForm(RowForm):
    """How long a series of measurements is kept."""

    series = forms.ChoiceField(
        label=_("series"), choices=lambda: [(name, name) for name in known_series()]
    )

    class Meta:
        model = RetentionRule
        fields = ("series", "keep_days", "valid_from", "legal_reference")


class BoundsForm(RowForm):
    """Target and thresholds of an indicator."""

    indicator = forms.ChoiceField(
        label=_("indicator"),
        choices=lambda: [(each.code, each.name) for each in declared_indicators()],
    )

    class Meta:
        model = IndicatorBounds
        fields = ("indicator", "valid_from", "target", "warning", "alarm", "reference")


class OperatorForm(RowForm):
    """A body that runs vehicles for the commune."""

    class Meta:
        model = Operator
        fields = ("code", "name_ar", "name_fr")
