"""What every installation begins with: the administrative request, its states and its series.

Rows are made when they are missing and never changed afterwards: they are the commune's data.
"""

import datetime as dt
from typing import Any, Final

from django.apps import apps as installed
from django.apps.registry import Apps
from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.workflow import State, Transition, Workflow, workflows

REQUEST: Final = "administrative-request"

REQUEST_WORKFLOW: Final = Workflow(
    code="request",
    states=(
        State("deposited", _("Filed"), tone="still"),
        State("acknowledged", _("Receipt acknowledged"), tone="still"),
        State("in_progress", _("Being processed"), tone="still"),
        State("waiting", _("Waiting for the applicant"), waits_for_resident=True, tone="warning"),
        State("answered", _("Answered"), is_final=True, tone="good"),
        State("refused", _("Request refused"), is_final=True, tone="alarm"),
        State("redirected", _("Redirected for lack of competence"), is_final=True, tone="none"),
        State("withdrawn", _("Withdrawn"), is_final=True, tone="none"),
    ),
    transitions=(
        Transition("deposited", "acknowledged", _("Acknowledge receipt")),
        Transition("deposited", "redirected", _("Redirect"), needs_reason=True),
        Transition("deposited", "withdrawn", _("Withdraw"), needs_reason=True),
        Transition("acknowledged", "in_progress", _("Begin processing")),
        Transition("acknowledged", "redirected", _("Redirect"), needs_reason=True),
        Transition("acknowledged", "withdrawn", _("Withdraw"), needs_reason=True),
        Transition("in_progress", "waiting", _("Ask the applicant"), needs_reason=True),
        Transition("in_progress", "answered", _("Answer")),
        Transition("in_progress", "refused", _("Refuse"), needs_reason=True),
        Transition("in_progress", "redirected", _("Redirect"), needs_reason=True),
        Transition("in_progress", "withdrawn", _("Withdraw"), needs_reason=True),
        Transition("waiting", "in_progress", _("Go on processing"), is_taken_by_resident=True),
        Transition("waiting", "withdrawn", _("Withdraw"), needs_reason=True),
    ),
)


def model_of(apps: Apps, name: str) -> type[models.Model] | None:
    """Return a model as `migrate` left it, or nothing where it went back before there was one."""
    try:
        return apps.get_model("casework", name)
    except LookupError:
        return None


def store_transitions(*, apps: Apps = installed, **_kwargs: Any) -> None:
    """Make the database's table of steps the same as the registered ones, after `migrate`."""
    model = model_of(apps, "AllowedTransition")
    if model is None:
        return
    rows = model._default_manager
    wanted = {(flow.code, *pair) for flow in workflows() for pair in flow.pairs()}
    found = {
        tuple(row[1:]): row[0] for row in rows.values_list("pk", "workflow", "source", "target")
    }
    rows.filter(pk__in=[found[key] for key in set(found) - wanted]).delete()
    rows.bulk_create(
        [
            model(workflow=code, source=source, target=target)
            for code, source, target in sorted(wanted - set(found))
        ],
        ignore_conflicts=True,
    )


def store_kinds(*, apps: Apps = installed, **_kwargs: Any) -> None:
    """Make the administrative request (طلب إداري / demande administrative) and its series."""
    series_model, kind_model = model_of(apps, "Series"), model_of(apps, "CaseKind")
    if series_model is None or kind_model is None:
        return
    series, is_new = series_model._default_manager.get_or_create(
        code="requests",
        defaults={
            "name_ar": "الطلبات الإدارية",
            "name_fr": "Demandes administratives",
            "name_en": "Administrative requests",
        },
    )
    if is_new:
        patterns: type[models.Model] = apps.get_model("casework", "SeriesPattern")
        patterns._default_manager.create(
            series=series,
            pattern="DA-{year}-{number:06}",
            valid_from=dt.date(2020, 1, 1),
            legal_reference="Loi 55-19",
        )
    kind_model._default_manager.get_or_create(
        code=REQUEST,
        defaults={
            "name_ar": "طلب إداري",
            "name_fr": "Demande administrative",
            "name_en": "Administrative request",
            "workflow": REQUEST_WORKFLOW.code,
            "series": series,
            "is_online": True,
        },
    )
