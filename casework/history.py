"""The lines of a case's history: every room that acts on a case appends here."""

import datetime as dt
import re
from collections.abc import Iterable
from typing import Final

from django.utils import timezone

from casework.enums import EventKind
from casework.models import Case, CaseEvent
from people.models import Department, User
from people.permissions import Actor

NAMED: Final = re.compile(r"\bperson:(\d+)|\bdepartment:([\w-]+)")
"""A person or a department, as the detail of a line keeps them."""


def who(person: User) -> str:
    """Return how the detail of a line names a person, to be read in any language."""
    return f"person:{person.pk}"


def where(department: Department) -> str:
    """Return how the detail of a line names a department."""
    return f"department:{department.code}"


def names_in(details: Iterable[str]) -> dict[str, str]:
    """Return what all that details name is called by the reader: at most two queries."""
    found = {each for text in details for each in NAMED.findall(text)}
    people = [int(number) for number, _code in found if number]
    codes = [code for _number, code in found if code]
    names = {who(row): row.name for row in (User.objects.filter(pk__in=people) if people else ())}
    departments = Department.objects.filter(code__in=codes) if codes else ()
    return names | {where(row): row.name for row in departments}


def record_event(
    *,
    case: Case,
    kind: EventKind,
    actor: Actor | None = None,
    source: str = "",
    target: str = "",
    detail: str = "",
    reason: str = "",
    is_public: bool = False,
    at: dt.datetime | None = None,
) -> CaseEvent:
    """Append a line; nobody as actor stands for the applicant or the system itself."""
    return CaseEvent.objects.create(
        case=case,
        kind=kind,
        at=at or timezone.now(),
        actor_id=actor.pk if actor is not None and actor.is_authenticated else None,
        source=source,
        target=target,
        detail=detail[:200],
        reason=reason,
        is_public=is_public,
    )
