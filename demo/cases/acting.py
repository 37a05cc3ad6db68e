"""Plays one request: its deposit, and what was done with it on later days."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.contrib.gis.db.models import PointField
from django.contrib.gis.geos import Point
from django.db.models import Func
from django.utils import timezone

from casework.documents.services import add_document
from casework.enums import Channel
from casework.models import Case, CaseKind
from casework.services import (
    add_note,
    answer_case,
    assign_case,
    change_state,
    open_case,
)
from demo.cases.cast import Cast, applicant
from demo.cases.courses import COURSES, NOTE, REASONS, REPLY, Act
from demo.cases.papers import letter, plan, uploaded
from demo.cases.stories import Story
from demo.organisation.people import Person
from gis.models import Street, Territory

DESCRIPTIONS = {
    "ar": "طلب مبتكر للعرض التوضيحي.",
    "fr": "Demande fictive, établie pour la démonstration.",
}
ANSWERS = {"ar": "جواب الجماعة", "fr": "Réponse de la commune"}
PLANS = {"ar": "تصميم الموقع", "fr": "Plan de situation"}
HAS_A_PLACE = frozenset({"roads", "lighting", "cleanliness", "vehicles", "permits"})
OPENS = dt.time(9, 0)
MINUTES_OPEN = 420
APART = dt.timedelta(minutes=20)


@dataclass(frozen=True)
class Cue:
    """When something is done, and what."""

    at: dt.datetime
    act: Callable[[], object]


@dataclass
class Play:
    """One story on its way; `case` is there once it was deposited."""

    story: Story
    person: Person
    cast: Cast
    kind: CaseKind
    place: Point | None
    opened: list[Case] = field(default_factory=list)

    @property
    def case(self) -> Case:
        """The case as it stands now."""
        case: Case = Case.objects.select_related("kind", "applicant").get(pk=self.opened[0].pk)
        return case

    def cues(self, now: dt.datetime) -> Iterator[Cue]:
        """Yield the deposit and each act with its moment, in order and none of them to come."""
        at = self._moment(self.story.days_ago, now)
        yield Cue(at, self._deposit)
        for act in COURSES[self.story.course]:
            later = self._moment(self.story.days_ago - act.days, now)
            at = min(max(later, at + APART), now)
            yield Cue(at, self._doing(act))

    def _moment(self, days_ago: int, now: dt.datetime) -> dt.datetime:
        """Return a moment at which offices are open, that many days ago or on the Friday before."""
        day = timezone.localdate(now) - dt.timedelta(days=days_ago)
        day -= dt.timedelta(days=max(day.weekday() - 4, 0))
        opening = timezone.make_aware(dt.datetime.combine(day, OPENS))
        minutes = (self.person.number * 37 + days_ago * 11) % MINUTES_OPEN
        return min(opening + dt.timedelta(minutes=minutes), now)

    def _doing(self, act: Act) -> Callable[[], object]:
        return lambda: getattr(self, f"_{act.verb}")(act.about)

    def _said(self, words: tuple[str, str]) -> str:
        return words[0] if self.story.language == "ar" else words[1]

    def _deposit(self) -> None:
        story, channel = self.story, Channel(self.story.channel)
        case, _secret = open_case(
            kind=self.kind,
            subject=story.subject,
            description=DESCRIPTIONS[story.language],
            applicant=applicant(self.person, story.language),
            actor=None if channel == Channel.ONLINE else self.cast.holder("registry"),
            channel=channel,
            department=self.cast.service(story.service),
            territory_code=story.territory,
            geom=self.place,
            is_urgent=story.is_urgent,
            is_simulated=True,
        )
        self.opened.append(case)
        if channel in {Channel.ONLINE, Channel.COUNTER}:
            self._hand_in()

    def _hand_in(self) -> None:
        title = PLANS[self.story.language]
        add_document(case=self.case, upload=uploaded(plan(), "plan.png"), title=title, actor=None)

    def _assign(self, _about: str) -> None:
        head, worker = (each(self.story.service) for each in (self.cast.head, self.cast.worker))
        assign_case(case=self.case, assignee=worker, actor=head)

    def _change(self, to: str) -> None:
        reason = self._said(REASONS.get(to, ("", "")))
        worker = self.cast.worker(self.story.service)
        change_state(case=self.case, to=to, actor=worker, reason=reason)

    def _note(self, _about: str) -> None:
        worker = self.cast.worker(self.story.service)
        add_note(case=self.case, text=self._said(NOTE), actor=worker)

    def _reply(self, _about: str) -> None:
        self._hand_in()
        answer_case(case=self.case, text=self._said(REPLY))

    def _share(self, _about: str) -> None:
        title = ANSWERS[self.story.language]
        add_document(
            case=self.case,
            upload=uploaded(letter(self.story.language, title), "answer.pdf"),
            title=title,
            actor=self.cast.worker(self.story.service),
            is_shared=True,
        )


def place_in(territory: str, chance: int) -> Point | None:
    """Return a point in a territory, on one of its invented streets, if there is any."""
    streets = Street.objects.filter(is_simulated=True, territory__code=territory).order_by("code")
    count = streets.count()
    if not count:
        return None
    half_way = Func("geom", 0.5, function="ST_LineInterpolatePoint", output_field=PointField())
    middle: Point = streets.values_list(half_way, flat=True)[chance % count]
    held = Territory.objects.valid_on(timezone.localdate()).filter(code=territory)
    return middle if held.containing(middle).exists() else None
