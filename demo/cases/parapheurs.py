"""Parapheurs of the invented requests: two wait for the president, one for a visa, one is signed.

The signature itself is given now, whatever the clock of the story: no certificate signs the past.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Final, NamedTuple

from django.utils import timezone

from casework.models import Case
from casework.services import change_state
from casework.signatures.models import Circuit
from casework.signatures.services import approve_step, start_circuit
from demo.cases.cast import Cast
from demo.cases.clock import clock_at
from demo.cases.papers import letter

HOUR: Final = dt.timedelta(hours=1)
DAY: Final = dt.timedelta(days=1)
NAMES: Final = {"ar": "الاسم", "fr": "Nom"}
SUBJECTS: Final = {"ar": "الموضوع", "fr": "Objet"}


class Round(NamedTuple):
    """A parapheur: of which request, under which title, how many answers it has and how old."""

    subject: str
    title: str
    answers: int
    days_ago: int
    due_in_days: int


ROUNDS: Final = (
    Round("رخصة حفر لربط منزل بالشبكة", "قرار الترخيص بالحفر في الملك العمومي", 2, 3, 1),
    Round("Réfection d’une chaussée après travaux", "Arrêté de réfection de la chaussée", 2, 2, 4),
    Round("شهادة التموقع الإداري لبناية", "شهادة التموقع الإداري", 1, 1, 5),
    Round("Note de renseignements urbanistiques", "Note de renseignements", 3, 4, 2),
)
"""Each has two visas (the service's head, the director general) and the president's signature."""


def play_rounds(cases: Mapping[str, Case], cast: Cast) -> list[Circuit]:
    """Start each parapheur on the case of its subject, and give the answers that it has."""
    now = timezone.now()
    return [_play(each, cases[each.subject], cast, now) for each in ROUNDS]


def _play(each: Round, case: Case, cast: Cast, now: dt.datetime) -> Circuit:
    head, director, president = (
        cast.head(case.department.code),
        cast.holder("dgs"),
        cast.holder("president"),
    )
    begun = now - each.days_ago * DAY
    with clock_at(begun):
        circuit = start_circuit(
            case=case,
            title=each.title,
            pdf=letter(case.applicant.language, each.title),
            visas=[head, director],
            signer=president,
            actor=head,
            facts=_facts(case),
            due_on=timezone.localdate(now) + each.due_in_days * DAY,
        )
    steps = list(circuit.steps.order_by("place"))
    answered = zip(steps, (head, director), strict=False)
    for rank, (step, person) in enumerate(list(answered)[: each.answers], start=1):
        with clock_at(begun + rank * HOUR):
            approve_step(step=step, actor=person)
    if each.answers == len(steps):
        approve_step(step=steps[-1], actor=president)
        change_state(case=case, to="answered", actor=cast.worker(case.department.code))
    return circuit


def _facts(case: Case) -> list[tuple[str, str]]:
    language = case.applicant.language
    return [(NAMES[language], case.applicant.name), (SUBJECTS[language], case.subject)]
