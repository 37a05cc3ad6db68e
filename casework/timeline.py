"""The history of a case as its pages show it."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from casework.enums import Channel, EventKind
from casework.history import NAMED, names_in
from casework.models import Case, CaseEvent
from people.actions import action_name
from workspace.templatetags.local_formats import day

TONES = {
    EventKind.WARNED: "warning",
    EventKind.ESCALATED: "alarm",
    EventKind.EXTENDED: "warning",
    EventKind.SUSPENDED: "warning",
}
NAMING = {EventKind.ASSIGNED, EventKind.UNDONE, EventKind.ESCALATED}
DATED = {EventKind.EXTENDED, EventKind.RESUMED, EventKind.RECOMPUTED, EventKind.WARNED}


@dataclass(frozen=True)
class Line:
    """An event as the timeline component takes it."""

    title: "str | Promise"
    at: dt.datetime
    who: str
    detail: str
    tone: str


def timeline(case: Case, *, is_public: bool = False) -> list[Line]:
    """Return a case's history, the newest first; for the applicant only what is theirs to see."""
    rows = case.events.select_related("actor").order_by("-at", "-pk")
    if is_public:
        rows = rows.filter(is_public=True)
    names = names_in(row.detail for row in rows if row.kind in NAMING)
    return [_line(case, row, names, is_public=is_public) for row in rows]


def _line(case: Case, event: CaseEvent, names: Mapping[str, str], *, is_public: bool) -> Line:
    kind = EventKind(event.kind)
    details: Iterable[str] = (_detail(kind, event, names), event.reason)
    return Line(
        title=_title(case, event, kind),
        at=event.at,
        who="" if is_public else _who(event, kind),
        detail="\n".join(each for each in details if each),
        tone=_tone(case, event, kind),
    )


def _title(case: Case, event: CaseEvent, kind: EventKind) -> "str | Promise":
    if kind == EventKind.STATE:
        return case.kind.flow.state(event.target).label
    if kind == EventKind.SIGNATURE and event.target:
        return action_name(event.target)  # in the reader's words, whoever acted
    return kind.label


def _tone(case: Case, event: CaseEvent, kind: EventKind) -> str:
    if kind == EventKind.STATE:
        tone = case.kind.flow.state(event.target).tone
        return tone if tone in {"good", "warning", "alarm"} else ""
    return TONES.get(kind, "")


def _detail(kind: EventKind, event: CaseEvent, names: Mapping[str, str]) -> str:
    """Return the detail in the reader's language: it is stored as a code, a day or a name."""
    if kind == EventKind.OPENED:
        return str(Channel(event.detail).label) if event.detail in Channel else event.detail
    if kind in DATED and event.detail:
        written = day(dt.date.fromisoformat(event.detail))
        return _("New due date: %(day)s") % {"day": strip_tags(written)}
    if kind in NAMING:
        return NAMED.sub(lambda found: names.get(found[0], found[0]), event.detail)
    return event.detail


def _who(event: CaseEvent, kind: EventKind) -> str:
    if event.actor is not None:
        return event.actor.name
    applicant = kind in {EventKind.ANSWER, EventKind.OPENED}
    return _("the applicant") if applicant else _("the system")
