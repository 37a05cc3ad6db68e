"""The services and the staff as tables."""

from typing import Any

import django_filters
from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.directory import seen_by
from people.enums import DepartmentKind
from people.models import Appointment, Department, Post
from people.permissions import Actor, scope_of
from people.querysets import in_force
from workspace.organisation.columns import NAMES, coded_columns, parts_of, person_link
from workspace.tables import Column, Kind, Table, TableFilters

READ = "people.read_staff"


class StaffFilters(TableFilters):
    """By name, number, service with its parts, and whether somebody left."""

    search_fields = (
        *("last_name__matches", "first_name__matches", "name_ar__matches"),
        *("staff_number__iexact", "username__istartswith"),
    )
    department = django_filters.ModelChoiceFilter(
        label=_("Service"), queryset=Department.objects.all(), method="by_department"
    )
    post = django_filters.ModelChoiceFilter(
        label=_("Post"), queryset=Post.objects.all(), method="by_post"
    )
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=[("here", _("In office")), ("left", _("Left"))], method="by_state"
    )

    def by_department(
        self, rows: "QuerySet[Any]", _name: str, value: Department
    ) -> "QuerySet[Any]":
        """Keep who holds a post in a service, or in a part of it, today."""
        return rows.filter(pk__in=_held(post__department__in=parts_of(value)))

    def by_post(self, rows: "QuerySet[Any]", _name: str, value: Post) -> "QuerySet[Any]":
        """Keep who holds a post today."""
        return rows.filter(pk__in=_held(post=value))

    def by_state(self, rows: "QuerySet[Any]", _name: str, value: str) -> "QuerySet[Any]":
        """Keep who is here, or who left."""
        return rows.filter(is_active=value == "here")


def _held(**where: Any) -> "QuerySet[Any]":
    return Appointment.objects.on(timezone.localdate()).filter(**where).values("user")


def staff(actor: Actor) -> "QuerySet[Any]":
    """Return the people whom the reader may see, with the posts they hold today."""
    today = timezone.localdate()
    now = Appointment.objects.filter(in_force(today)).select_related("post__department")
    return seen_by(scope_of(actor, READ), today).prefetch_related(
        Prefetch("appointments", now.order_by("pk"), "current")
    )


def _each(values: Any) -> str:
    return "; ".join(dict.fromkeys(values))


STAFF = Table(
    name="people.staff",
    title=_("Staff of the commune"),
    rows=staff,
    capability=READ,
    columns=(
        Column(
            "name",
            _("Name"),
            sort=("last_name", "first_name"),
            link=person_link,
            is_heading=True,
        ),
        Column("staff_number", _("Staff number"), Kind.CODE, sort=("staff_number",)),
        Column("post", _("Post"), value=lambda row: _each(a.post.name for a in row.current)),
        Column(
            "department",
            _("Service"),
            value=lambda row: _each(a.post.department.name for a in row.current),
        ),
        Column(
            "state",
            _("State"),
            Kind.STATE,
            value=lambda row: _("In office") if row.is_active else _("Left"),
            tone=lambda row: "good" if row.is_active else "still",
            sort=("is_active",),
        ),
        Column("username", _("User name"), Kind.CODE, on_screen=False),
        Column("email", _("E-mail"), Kind.CODE, on_screen=False),
    ),
    filters=StaffFilters,
    order=("last_name", "first_name"),
    defaults={"state": "here"},
)


class DepartmentFilters(TableFilters):
    """By name, kind, what a service is part of, and whether it is closed."""

    search_fields = NAMES
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=DepartmentKind.choices)
    within = django_filters.ModelChoiceFilter(
        label=_("Part of"), queryset=Department.objects.all(), method="by_whole"
    )
    state = django_filters.ChoiceFilter(
        label=_("State"),
        choices=[("open", _("In force")), ("closed", _("Over"))],
        method="by_state",
    )

    def by_whole(self, rows: "QuerySet[Any]", _name: str, value: Department) -> "QuerySet[Any]":
        """Keep a service and all its parts."""
        return rows.filter(pk__in=parts_of(value))

    def by_state(self, rows: "QuerySet[Any]", _name: str, value: str) -> "QuerySet[Any]":
        """Keep the services that are open today, or those that are not."""
        closed = Q(closed_on__lte=timezone.localdate())
        return rows.filter(closed) if value == "closed" else rows.exclude(closed)


def departments(_actor: Actor) -> "QuerySet[Any]":
    """Return all services, with how many posts they have and how many people hold one today."""
    today = timezone.localdate()
    return Department.objects.select_related("parent").annotate(
        posts_count=Count("posts", distinct=True),
        staff_count=Count(
            "posts__appointments__user",
            in_force(today, "posts__appointments__"),
            distinct=True,
        ),
    )


def _is_over(row: Department) -> bool:
    return row.closed_on is not None and row.closed_on <= timezone.localdate()


DEPARTMENTS = Table(
    name="people.departments",
    title=_("Services of the commune"),
    rows=departments,
    columns=(
        *coded_columns("department", _("Service")),
        Column("kind", _("Kind"), value=lambda row: row.get_kind_display(), sort=("kind",)),
        Column("parent", _("Part of"), value="parent.name", sort=("parent__code",)),
        Column("posts", _("Posts"), Kind.NUMBER, value="posts_count", sort=("posts_count",)),
        Column("staff", _("Staff"), Kind.NUMBER, value="staff_count", sort=("staff_count",)),
        Column(
            "state",
            _("State"),
            Kind.STATE,
            value=lambda row: _("Over") if _is_over(row) else _("In force"),
            tone=lambda row: "still" if _is_over(row) else "good",
            sort=("closed_on",),
        ),
        Column("closed_on", _("closed on"), Kind.DATE, on_screen=False),
    ),
    filters=DepartmentFilters,
    order=("code",),
    defaults={"state": "open"},
    empty=_("There is no service yet."),
)
