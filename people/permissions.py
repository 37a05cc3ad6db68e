"""Who may do what, where, and when: capability × department × territory, by dated grants."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet
from django.utils import timezone

from people.capabilities import declared
from people.models import User
from people.querysets import in_territory
from people.rights import Rights, candidates, rights_of
from people.rules import lies_in

Actor = User | AnonymousUser


MEMO = "_remembered_rights"
"""Attribute of an actor of a request under which its rights are kept while the request lasts."""


@dataclass(frozen=True)
class Scope:
    """Where a capability holds: everywhere, or in any of (department numbers, territory code).

    None stands for every department; an empty code for the whole commune. A code covers what lies
    below it too.
    """

    everywhere: bool = False
    places: tuple[tuple[frozenset[int] | None, str], ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether it holds nowhere."""
        return not self.everywhere and not self.places

    @property
    def departments(self) -> frozenset[int] | None:
        """Departments in which it holds in every territory; None for all of them."""
        here = [departments for departments, code in self.places if not code]
        if self.everywhere or None in here:
            return None
        return frozenset[int]().union(*(each for each in here if each is not None))

    def narrow(
        self,
        rows: QuerySet[Any],
        *,
        department: str = "department_id",
        territory: str = "territory_code",
    ) -> QuerySet[Any]:
        """Return the rows inside; the names are those of the model's fields."""
        if self.everywhere:
            return rows
        return rows.filter(self.condition(department=department, territory=territory))

    def condition(
        self, *, department: str = "department_id", territory: str = "territory_code"
    ) -> Q:
        """Return what holds of the rows inside, to be joined with other conditions."""
        chosen = Q(pk__isnull=False) if self.everywhere else Q(pk__in=[])
        for departments, code in self.places:
            here = Q() if departments is None else Q(**{f"{department}__in": departments})
            here &= in_territory(code, territory)
            chosen |= here if here else Q(pk__isnull=False)
        return chosen

    def holds(self, department_id: int | None, territory_code: str) -> bool:
        """Tell whether one place is inside."""
        return self.everywhere or any(
            (departments is None or department_id in departments) and lies_in(territory_code, code)
            for departments, code in self.places
        )


def scope_of(actor: Actor, capability: str, at: dt.datetime | None = None) -> Scope:
    """Return where `actor` may use `capability` at an instant (now)."""
    if not actor.is_active or not actor.is_authenticated:
        return Scope()
    if actor.is_superuser:
        return Scope(everywhere=True)
    places = rights_on(actor, _day(at)).get(capability, ())
    return Scope(everywhere=(None, "") in places, places=places)


def rights_on(actor: User, on: dt.date) -> Rights:
    """Return all that an active person may do on a day; once in a request it is looked up."""
    memo: dict[dt.date, Rights] | None = getattr(actor, MEMO, None)
    if memo is None:
        return rights_of(actor.pk, on)
    if on not in memo:
        memo[on] = rights_of(actor.pk, on)
    return memo[on]


def _day(at: dt.datetime | None) -> dt.date:
    return timezone.localdate(at)


def can(
    actor: Actor,
    capability: str,
    *,
    department_id: int | None = None,
    territory_code: str = "",
    at: dt.datetime | None = None,
) -> bool:
    """Tell whether `actor` may use `capability` on what lies in this department and territory."""
    return scope_of(actor, capability, at).holds(department_id, territory_code)


def can_somewhere(actor: Actor, capability: str) -> bool:
    """Tell whether `actor` may use `capability` anywhere at all."""
    return not scope_of(actor, capability).is_empty


def capabilities_of(actor: Actor) -> frozenset[str]:
    """Return the codes of all that `actor` may do today, wherever."""
    if not actor.is_active or not actor.is_authenticated:
        return frozenset()
    if actor.is_superuser:
        return frozenset(declared())
    return frozenset(rights_on(actor, _day(None)))


def holds_sensitive(actor: Actor) -> bool:
    """Tell whether `actor` may do anything that wants a second factor."""
    known = declared()
    return any(code in known and known[code].is_sensitive for code in capabilities_of(actor))


def holders(
    capability: str,
    *,
    department_id: int | None = None,
    territory_code: str = "",
    at: dt.datetime | None = None,
) -> list[User]:
    """Return who may use `capability` in one place by a role or a delegation, in order of number.

    Superusers are not among them unless a role of theirs says so: they look after the system.
    """
    day = _day(at)
    found = []
    for user in User.objects.filter(pk__in=candidates(capability, day), is_active=True):
        places = rights_of(user.pk, day).get(capability, ())
        if Scope(places=places).holds(department_id, territory_code):
            found.append(user)
    return sorted(found, key=lambda user: user.pk)
