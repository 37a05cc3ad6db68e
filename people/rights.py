"""What a person may do on a day: own grants, grants of posts held, and delegations received.

A delegation is worth what its delegator's own grants are worth on that day: it never gives more,
and what was received by delegation is never passed on.
"""

import datetime as dt
from collections.abc import Iterable, Mapping

from django.db.models import Q

from people.enums import DelegationKind
from people.models import Delegation, Department, Grant
from people.querysets import in_force
from people.rules import Place, Places, overlap, within

Rights = Mapping[str, Places]
"""Each capability with where it holds."""


def rights_of(user_id: int, on: dt.date) -> Rights:
    """Return what a person may do on a day, in at most three queries."""
    delegations = list(
        Delegation.objects.on(on).filter(delegate_id=user_id, delegator__is_active=True)
    )
    tree = _Tree()
    own = own_rights({user_id, *(each.delegator_id for each in delegations)}, on, tree)
    found = {code: list(places) for code, places in own.get(user_id, {}).items()}
    for each in delegations:
        limit = tree.place(each.department_id, each.territory_code)
        for code, places in own.get(each.delegator_id, {}).items():
            if each.kind == DelegationKind.OFFICE or code in each.capabilities:
                found.setdefault(code, []).extend(overlap(places, [limit]))
    return {code: tuple(dict.fromkeys(places)) for code, places in found.items() if places}


def own_rights(
    user_ids: Iterable[int], on: dt.date, tree: "_Tree | None" = None
) -> dict[int, dict[str, Places]]:
    """Return what each person may do by grants of their own and of their posts."""
    tree = tree or _Tree()
    found: dict[int, dict[str, Places]] = {}
    for holder, codes, department, territory in _granted(list(user_ids), on):
        place = tree.place(department, territory)
        rights = found.setdefault(holder, {})
        for code in codes:
            rights[code] = tuple(dict.fromkeys((*rights.get(code, ()), place)))
    return found


def place_of(department_id: int | None, territory_code: str) -> Place:
    """Return where something holds that names a department, with its parts, or none."""
    return _Tree().place(department_id, territory_code)


def _granted(user_ids: list[int], on: dt.date) -> Iterable[tuple[int, list[str], int | None, str]]:
    appointed = Q(post__appointments__user__in=user_ids) & in_force(on, "post__appointments__")
    rows = (
        Grant.objects.on(on)
        .filter(Q(user__in=user_ids) | appointed)
        .values_list(
            "user_id",
            "post__appointments__user_id",
            "role__capabilities",
            "department_id",
            "territory_code",
        )
    )
    for user, holder, codes, department, territory in rows:
        yield (user or holder), codes, department, territory


def candidates(capability: str, on: dt.date) -> set[int]:
    """Return numbers of those who may hold a capability on a day, whatever the place."""
    grants = Grant.objects.on(on).filter(role__capabilities__contains=[capability])
    own = set(grants.exclude(user=None).values_list("user_id", flat=True))
    posts = grants.filter(in_force(on, "post__appointments__"))
    own.update(posts.values_list("post__appointments__user_id", flat=True))
    named = Q(kind=DelegationKind.OFFICE) | Q(capabilities__contains=[capability])
    received = Delegation.objects.on(on).filter(named, delegator_id__in=own)
    return {
        int(number) for number in (*own, *received.values_list("delegate_id", flat=True)) if number
    }


class _Tree:
    """The departments, read when a right first names one."""

    def __init__(self) -> None:
        self._parents: dict[int, int | None] | None = None

    def place(self, department_id: int | None, territory_code: str) -> Place:
        """Return where something holds that names a department, with its parts, or none."""
        if department_id is None:
            return (None, territory_code)
        if self._parents is None:
            self._parents = dict(Department.objects.values_list("id", "parent_id"))
        return (within(self._parents, department_id), territory_code)
