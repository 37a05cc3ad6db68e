"""Put the invented requests into the database, or take them out again."""

from itertools import islice

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.utils import timezone

from casework.builtin import REQUEST
from casework.deadlines.watch import watch_deadlines
from casework.messages.enums import Channel, State
from casework.messages.gateways.choice import chosen
from casework.messages.models import Message
from casework.messages.sending import Round
from casework.messages.services import cancel_message
from casework.models import Case, CaseKind
from demo.cases.acting import Play, place_in
from demo.cases.cast import Cast, MissingError
from demo.cases.clock import clock_at
from demo.cases.parapheurs import play_rounds
from demo.cases.removal import delete_cases
from demo.cases.stories import STORIES
from demo.organisation.people import invented_people

SEED = 7
RECEIVER = "registry"
"""The service that receives what residents deposit online."""
_TURN = 3_510_102  # a number of ours for PostgreSQL's advisory locks


class CasesRefusedError(Exception):
    """The requests cannot be invented here; the text says why."""


def load_cases() -> int:
    """Invent requests in every state, with their messages, documents and parapheurs; 0 if there are
    some already.

    Needs the invented staff. All of it is one transaction. Raises `CasesRefusedError` where the
    commune has changed its invented organisation too much for the stories to be told.
    """
    if are_cases_loaded():
        return 0
    try:
        with transaction.atomic():
            _wait_for_turn()
            return 0 if are_cases_loaded() else _load()
    except (MissingError, PermissionDenied, ValidationError) as error:
        raise CasesRefusedError(f"{type(error).__name__}: {error}") from error


def are_cases_loaded() -> bool:
    """Tell whether there are invented requests."""
    return Case.objects.filter(is_simulated=True).exists()


def _wait_for_turn() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_TURN])


def _load() -> int:
    cast = Cast(timezone.localdate())
    kind = _received_kind(cast)
    plays = [
        Play(story, person, cast, kind, place_in(story.territory, person.number))
        for story, person in zip(STORIES, islice(invented_people(SEED), len(STORIES)), strict=True)
    ]
    _act_out(plays)
    play_rounds({play.story.subject: play.case for play in plays}, cast)
    _send()
    watch_deadlines()
    if not _reaches_nobody():
        _hold_back(cast)
    return len(plays)


def _received_kind(cast: Cast) -> CaseKind:
    """Return the administrative request, received by the registry office where nobody did."""
    kind = CaseKind.objects.select_related("department").get(code=REQUEST)
    if kind.department is None:
        kind.department = cast.service(RECEIVER)
        kind.save(update_fields=["department"])
    return kind


def _act_out(plays: list[Play]) -> None:
    now = timezone.now()
    cues = [cue for play in plays for cue in play.cues(now)]
    for cue in sorted(cues, key=lambda cue: cue.at):
        with clock_at(cue.at):
            cue.act()
            _send()


def _reaches_nobody() -> bool:
    return all(chosen(channel) == "local" for channel in (Channel.SMS, Channel.EMAIL))


def _send() -> None:
    """Send what is due, where sending means putting it on the page of the demonstration."""
    if _reaches_nobody():
        Round().run()


def _hold_back(cast: Cast) -> None:
    """Stop what a real gateway would otherwise be given."""
    waiting = Message.objects.filter(case__is_simulated=True, state=State.QUEUED)
    for message in waiting:
        cancel_message(message=message, actor=cast.holder("administrator"))


@transaction.atomic
def remove_cases() -> int:
    """Take the invented requests out with all that hangs on them; return how many there were."""
    numbers = list(Case.objects.filter(is_simulated=True).values_list("pk", flat=True))
    if numbers:
        delete_cases(numbers)
        kinds = CaseKind.objects.filter(department__code=RECEIVER, department__cases=None)
        kinds.update(department=None)
    return len(numbers)
