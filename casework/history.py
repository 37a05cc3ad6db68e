"""The lines of a case's history: every room that acts on a case appends here."""

import datetime as dt

from django.utils import timezone

from casework.enums import EventKind
from casework.models import Case, CaseEvent
from people.permissions import Actor


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
