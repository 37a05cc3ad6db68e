"""What waits for a person, with its deadlines."""

import datetime as dt
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from people.permissions import Actor
from workspace import duties
from workspace.rules import Urgency, urgency_of

SHOWN = 20


@dataclass(frozen=True)
class Waiting:
    """A duty with how urgent it is."""

    duty: duties.Duty
    urgency: Urgency


@dataclass(frozen=True)
class Pile:
    """The duties of one kind: the most urgent, and how many there are in all."""

    provider: duties.Provider
    waiting: list[Waiting]
    count: int


def piles(actor: Actor, today: dt.date) -> list[Pile]:
    """Return a person's duties by kind, without the kinds that have none."""
    found = []
    for provider in duties.providers():
        waiting = [
            Waiting(duty, urgency_of(duty.due_on, today)) for duty in provider.waiting(actor, SHOWN)
        ]
        if waiting:
            count = len(waiting) if len(waiting) < SHOWN else provider.count(actor)
            found.append(Pile(provider, waiting, count))
    return found


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """Show what waits for the person, kind by kind, the most urgent first."""
    found = piles(request.user, timezone.localdate())
    context = {"piles": found, "count": sum(pile.count for pile in found)}
    return render(request, "workspace/inbox.html", context)
