"""Put the invented organisation into the database, or take it out again."""

import datetime as dt
from collections.abc import Iterable
from itertools import islice
from typing import Any, Final

import pgtrigger
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.db.models import Model, ProtectedError, Q
from django.utils import timezone

from demo.organisation.people import Person, invented_people
from demo.organisation.roles import ROLES
from demo.organisation.seats import SEATS
from demo.organisation.structure import SERVICES, Seat
from people.capabilities import declared
from people.enums import DelegationKind
from people.models import Appointment, Delegation, Department, Grant, Post, Role, User

DECISION: Final = "DEMO/2026"
OFFICE_FROM: Final = dt.date(2025, 1, 6)
PERMANENT: Final = (
    *("people.Grant:grant_stays", "people.Appointment:appointment_stays"),
    "people.Delegation:delegation_stays",
)


def create_usual_roles() -> int:
    """Add the usual roles that are not there yet; return how many."""
    known = set(Role.objects.values_list("code", flat=True))
    missing = [
        Role(
            code=model.code,
            name_ar=model.ar,
            name_fr=model.fr,
            name_en=model.en,
            capabilities=sorted(set(model.capabilities) & set(declared())),
        )
        for model in ROLES
        if model.code not in known
    ]
    return len(Role.objects.bulk_create(missing))


def start_with_usual_roles() -> int:
    """Add the usual roles where there is no role at all; afterwards they are the commune's own."""
    return 0 if Role.objects.exists() else create_usual_roles()


@transaction.atomic
def load_staff() -> int:
    """Invent services, posts and their holders, with roles and a delegation; 0 if they are there.

    Nobody can sign in until `give_password` is called.
    """
    create_usual_roles()
    if User.objects.filter(is_simulated=True).exists():
        return 0
    _write_services()
    posts = _write_posts()
    people = _write_people(sum(seat.holders for seat in SEATS))
    holders = iter(people)
    held = [(seat, list(islice(holders, seat.holders))) for seat in SEATS]
    Appointment.objects.bulk_create(
        Appointment(user=user, post=posts[seat.code], decision=DECISION, valid_from=OFFICE_FROM)
        for seat, users in held
        for user in users
    )
    _write_grants(posts)
    _write_delegation({seat.code: users[0] for seat, users in held})
    return len(people)


def give_password(password: str) -> int:
    """Let every invented member of staff sign in with one password; return how many."""
    staff = User.objects.filter(is_simulated=True, is_active=True)
    return staff.update(password=make_password(password))


@transaction.atomic
def remove_staff() -> int:
    """Take the invented people out; who left traces stays, without any right; return how many."""
    staff = User.objects.filter(is_simulated=True)
    found = staff.count()
    with pgtrigger.ignore(*PERMANENT):
        Delegation.objects.filter(Q(delegator__in=staff) | Q(delegate__in=staff)).delete()
        Grant.objects.filter(Q(user__in=staff) | Q(decision=DECISION)).delete()
        Appointment.objects.filter(user__in=staff).delete()
    for person in staff:
        if not _gone(person):
            User.objects.filter(pk=person.pk).update(is_active=False)
    Post.objects.filter(code__in=[seat.code for seat in SEATS]).update(superior=None)
    for seat in SEATS:
        _all_gone(Post.objects.filter(code=seat.code))
    for service in reversed(SERVICES):
        _all_gone(Department.objects.filter(code=service.code))
    return found


def _all_gone(rows: Iterable[Model]) -> None:
    for row in rows:
        _gone(row)


def _gone(row: Model) -> bool:
    """Delete a row unless something still rests on it."""
    try:
        with transaction.atomic():
            row.delete()
    except (ProtectedError, IntegrityError):
        return False
    return True


def _names(model: Any) -> dict[str, str]:
    return {"name_ar": model.ar, "name_fr": model.fr, "name_en": model.en}


def _write_services() -> None:
    for model in SERVICES:
        Department.objects.get_or_create(
            code=model.code,
            defaults=_names(model)
            | {
                "kind": model.kind,
                "parent": Department.objects.filter(code=model.parent).first(),
            },
        )


def _write_posts() -> dict[str, Post]:
    departments = {row.code: row for row in Department.objects.all()}
    posts: dict[str, Post] = {}
    for seat in SEATS:
        posts[seat.code], _made = Post.objects.get_or_create(
            code=seat.code,
            defaults=_names(seat)
            | {
                "department": departments[seat.service],
                "superior": posts.get(seat.superior),
                "is_head": seat.is_head,
                "is_single": seat.holders == 1,
            },
        )
    return posts


def _write_people(count: int) -> list[User]:
    return User.objects.bulk_create(_user(person) for person in islice(invented_people(), count))


def _user(person: Person) -> User:
    return User(
        username=f"demo{person.number:03}",
        first_name=person.first,
        last_name=person.family,
        name_ar=person.name_ar,
        email=f"demo{person.number:03}@example.org",
        staff_number=f"D{person.number:05}",
        password=make_password(None),
        is_simulated=True,
    )


def _write_grants(posts: dict[str, Post]) -> None:
    roles = {role.code: role for role in Role.objects.all()}
    Grant.objects.bulk_create(_grant(seat, posts[seat.code], roles[seat.role]) for seat in SEATS)


def _grant(seat: Seat, post: Post, role: Role) -> Grant:
    limited = seat.reach == "own" or seat.reach[0].isdigit()
    return Grant(
        role=role,
        post=post,
        department=post.department if limited else None,
        territory_code=seat.reach if seat.reach[0].isdigit() else "",
        decision=DECISION,
        valid_from=OFFICE_FROM,
    )


def _write_delegation(holder: dict[str, User]) -> None:
    """The president lets the first vice-president act for the presidency while away."""
    Delegation.objects.create(
        kind=DelegationKind.OFFICE,
        delegator=holder["president"],
        delegate=holder["vice-president-1"],
        decision=DECISION,
        valid_from=OFFICE_FROM,
        valid_to=timezone.localdate() + dt.timedelta(days=60),
    )
