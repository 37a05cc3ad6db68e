"""The database itself keeps the outbox honest."""

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import F

from casework.messages.enums import TRANSITIONS, State
from casework.messages.models import Message, MessageEvent
from casework.messages.rules import Recipient
from casework.messages.services import send_message

pytestmark = pytest.mark.django_db


@pytest.fixture
def message(reader: Recipient) -> Message:
    """Return a message that waits."""
    return send_message(template="test.service", recipient=reader, context={"reference": "1"})[0]


@pytest.mark.parametrize("now", list(State))
@pytest.mark.parametrize("then", list(State))
def test_the_database_knows_the_table_of_states(message: Message, now: State, then: State) -> None:
    if now == then:
        return
    template = Message.objects.filter(pk=message.pk).values().get()
    template.pop("id")
    start = Message.objects.create(**template | {"state": now, "reason": "refused"})
    try:
        with transaction.atomic():
            Message.objects.filter(pk=start.pk).update(state=then)
        allowed = True
    except IntegrityError:
        allowed = False
    assert allowed == (then in TRANSITIONS[now])


def test_a_message_is_never_deleted_and_its_words_only_wiped(message: Message) -> None:
    rows = Message.objects.filter(pk=message.pk)
    for change in ({"body": "other"}, {"address": "+212600000009"}, {"template": "x"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows._raw_delete(rows.db)
    assert rows.update(body="", subject=F("subject")) == 1


def test_steps_are_only_added(message: Message) -> None:
    steps = MessageEvent.objects.filter(message=message)
    with pytest.raises(IntegrityError), transaction.atomic():
        steps.update(detail="x")
    with pytest.raises(IntegrityError), transaction.atomic():
        steps._raw_delete(steps.db)


def test_a_number_is_whole_and_a_refusal_has_its_reason(message: Message) -> None:
    template = Message.objects.filter(pk=message.pk).values().get()
    template.pop("id")
    for wrong in ({"address": "0600000001"}, {"address": ""}, {"state": "failed"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Message.objects.create(**template | wrong)
