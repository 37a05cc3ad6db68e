"""Operators, retention of measurements, targets of indicators."""

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from dashboard import services as overview
from dashboard.models import IndicatorBounds
from fleet import services as fleet
from fleet.models import Operator
from municipality.reference import forms
from municipality.reference.casework import LATER
from municipality.reference.options import DatedAdmin, ReferenceAdmin, Services
from telemetry.models import RetentionRule
from telemetry.services import decide_retention, withdraw_retention
from workspace.indicators import find
from workspace.templatetags.local_formats import day

Values = dict[str, Any]


class OperatorAdmin(ReferenceAdmin):
    """The bodies that run vehicles for the commune."""

    row_form = forms.OperatorForm
    services = Services("operator", fleet.create_operator, fleet.change_operator)
    list_display = ("__str__", "code")
    search_fields = ("code", "name_ar", "name_fr")


class RetentionAdmin(DatedAdmin):
    """How long measurements are kept."""

    row_form = forms.RetentionForm
    services = Services("rule", decide_retention, withdraw=withdraw_retention)
    intro = _("A new rule ends the one that holds for the same series. Older data is then dropped.")
    list_display = ("series", "keep_days", "since", "until", "legal_reference")
    list_filter = ("series",)
    ordering = ("series", "-valid_from")

    @admin.display(description=_("valid until"), ordering="valid_to")
    def until(self, row: RetentionRule) -> str:
        """The first day on which it holds no more."""
        return day(row.valid_to)

    def is_changeable(self, row: RetentionRule) -> bool:
        """A later rule takes its place."""
        return False


class BoundsAdmin(DatedAdmin):
    """Targets and thresholds, as the council sets them."""

    row_form = forms.BoundsForm
    services = Services(
        "bounds", overview.add_bounds, overview.change_bounds, withdraw=overview.withdraw_bounds
    )
    intro = LATER
    list_display = ("named", "since", "target", "warning", "alarm")

    @admin.display(description=_("indicator"))
    def named(self, row: IndicatorBounds) -> str:
        """How the indicator is called."""
        indicator = find(row.indicator)
        return str(indicator.name) if indicator else row.indicator


TABLES = (
    (Operator, OperatorAdmin),
    (IndicatorBounds, BoundsAdmin),
    (RetentionRule, RetentionAdmin),
)
