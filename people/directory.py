"""The staff as they are read: whom a reader may see, found by name, number, post or service."""

import datetime as dt
from collections.abc import Mapping
from functools import reduce
from operator import and_
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from people.models import Appointment, User
from people.permissions import Scope
from people.querysets import in_force
from people.rules import within


def seen_by(scope: Scope, on: dt.date) -> QuerySet[User]:
    """Return the people whom a scope covers by their posts of the day; all of them if it is all.

    Accounts without a post are seen by those who see every service.
    """
    people = User.objects.all()
    if scope.departments is None:
        return people
    posts = Appointment.objects.on(on).filter(post__department__in=scope.departments)
    return people.filter(pk__in=posts.values("user"))


def chosen(
    people: QuerySet[User],
    filters: Mapping[str, Any],
    parents: Mapping[int, int | None],
    on: dt.date,
) -> QuerySet[User]:
    """Return those whom the filters `q`, `department` and `state` leave, with their posts."""
    state = filters.get("state")
    if state != "all":
        people = people.filter(is_active=state != "left")
    if department := filters.get("department"):
        numbers = within(parents, department.pk)
        posts = Appointment.objects.on(on).filter(post__department__in=numbers)
        people = people.filter(pk__in=posts.values("user"))
    if words := str(filters.get("q") or "").split():
        people = people.filter(reduce(and_, (_has(word) for word in words)))
    now = Appointment.objects.filter(in_force(on)).select_related("post__department")
    return people.prefetch_related(Prefetch("appointments", now, "current")).order_by(
        "last_name", "first_name", "pk"
    )


def _has(word: str) -> Q:
    names = (
        Q(first_name__icontains=word) | Q(last_name__icontains=word) | Q(name_ar__icontains=word)
    )
    return names | Q(staff_number__iexact=word) | Q(username__istartswith=word)
