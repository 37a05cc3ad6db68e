"""Roles, who is given them, and delegations, as tables."""

from typing import Any

import django_filters
from django.db.models import BooleanField, Case, Count, Q, QuerySet, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from people.enums import DelegationKind
from people.forms.fields import capability_choices
from people.models import Delegation, Grant, Role
from people.permissions import Actor, can_somewhere, scope_of
from people.querysets import in_force
from people.services.delegations import ANY
from people.services.roles import GRANT
from workspace.organisation.columns import (
    NAMES,
    DatedFilters,
    capability_names,
    coded_columns,
    end_column,
    period_columns,
    person_link,
    place_columns,
    territory_name,
)
from workspace.tables import Column, Kind, Table, TableFilters

READ = "people.read_staff"


class RoleFilters(TableFilters):
    """By name, and by what a role allows."""

    search_fields = NAMES
    capability = django_filters.ChoiceFilter(
        label=_("What it allows"), choices=capability_choices, method="by_capability"
    )

    def by_capability(self, rows: "QuerySet[Any]", _name: str, value: str) -> "QuerySet[Any]":
        """Keep the roles that allow it."""
        return rows.filter(capabilities__contains=[value])


def roles(_actor: Actor) -> "QuerySet[Any]":
    """Return all roles, each with how often it is given today."""
    now = in_force(timezone.localdate(), "grants__")
    return Role.objects.annotate(given=Count("grants", Q(now)))


ROLES = Table(
    name="people.roles",
    title=_("Roles"),
    rows=roles,
    capability=READ,
    columns=(
        *coded_columns("role", _("Role")),
        Column("count", _("Capabilities"), Kind.NUMBER, value=lambda row: len(row.capabilities)),
        Column("given", _("Given today"), Kind.NUMBER, sort=("given",)),
        Column(
            "capabilities",
            _("What it allows"),
            value=lambda row: capability_names(row.capabilities),
            on_screen=False,
        ),
    ),
    filters=RoleFilters,
    order=("code",),
    empty=_("There is no role yet."),
)


class GrantFilters(DatedFilters):
    """By role, holder, state and service."""

    search_fields = (
        *("role__name_ar__matches", "role__name_fr__matches"),
        *("post__name_ar__matches", "post__name_fr__matches"),
        *("user__last_name__matches", "user__first_name__matches", "user__name_ar__matches"),
    )
    role = django_filters.ModelChoiceFilter(label=_("Role"), queryset=Role.objects.all())


def _of_services(rows: "QuerySet[Any]", actor: Actor) -> "QuerySet[Any]":
    """Narrow dated rights to the services whose staff the reader may see."""
    numbers = scope_of(actor, READ).departments
    rows = rows.annotate(territory=territory_name())
    return rows if numbers is None else rows.filter(department__in=numbers)


def grants(actor: Actor) -> "QuerySet[Any]":
    """Return the roles given, in the services that the reader may see."""
    rows = Grant.objects.select_related("role", "user", "post__department", "department")
    may_end = Value(can_somewhere(actor, GRANT), output_field=BooleanField())
    return _of_services(rows.annotate(may_end=may_end), actor)


def _holder_link(row: Grant) -> str:
    return reverse("people:post", args=[row.post.code]) if row.post else person_link(row.user)


GRANTS = Table(
    name="people.grants",
    title=_("Roles given"),
    rows=grants,
    capability=READ,
    columns=(
        Column(
            "role",
            _("Role"),
            value="role.name",
            sort=("role__code",),
            link=lambda row: reverse("people:role", args=[row.role.code]),
            is_heading=True,
        ),
        Column(
            "holder",
            _("Given to"),
            value=lambda row: (row.user or row.post).name,
            sort=("user__last_name", "user__first_name", "post__code"),
            link=_holder_link,
        ),
        *place_columns(),
        *period_columns(),
        end_column("people:end_grant"),
    ),
    filters=GrantFilters,
    order=("-valid_from",),
    defaults={"phase": "open"},
)


class DelegationFilters(DatedFilters):
    """By kind, people, state and service."""

    search_fields = tuple(
        f"{who}__{name}__matches"
        for who in ("delegator", "delegate")
        for name in ("last_name", "first_name", "name_ar")
    )
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=DelegationKind.choices)


def delegations(actor: Actor) -> "QuerySet[Any]":
    """Return the delegations, in the services that the reader may see."""
    rows = Delegation.objects.select_related("delegator", "delegate", "department")
    may_end_any = Value(can_somewhere(actor, ANY), output_field=BooleanField())
    own = When(delegator=actor.pk, then=Value(True))
    return _of_services(rows.annotate(may_end=Case(own, default=may_end_any)), actor)


DELEGATIONS = Table(
    name="people.delegations",
    title=_("Delegations"),
    rows=delegations,
    capability=READ,
    columns=(
        Column(
            "delegator",
            _("Delegator"),
            value="delegator.name",
            sort=("delegator__last_name", "delegator__first_name"),
            link=lambda row: person_link(row.delegator),
            is_heading=True,
        ),
        Column(
            "delegate",
            _("Delegate"),
            value="delegate.name",
            sort=("delegate__last_name", "delegate__first_name"),
            link=lambda row: person_link(row.delegate),
        ),
        Column("kind", _("Kind"), value=lambda row: row.get_kind_display(), sort=("kind",)),
        Column(
            "signed",
            _("What is signed"),
            value=lambda row: capability_names(row.capabilities) or gettext("all that is held"),
        ),
        *place_columns(),
        *period_columns(),
        end_column("people:end_delegation"),
    ),
    filters=DelegationFilters,
    order=("-valid_from",),
    defaults={"phase": "open"},
)
