"""Taking back one's last action: a service that can be reversed offers it for a short while.

A room registers the way back under a name; a view that has just called a reversible service offers
it with `offer_undo`, and the next page shows it in a message. The way back is itself a service: it
checks permissions and whether things still stand as the action left them.
"""

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from people.models import User
from people.permissions import Actor
from workspace.models import UndoableAction
from workspace.wording import in_every_language

SHOWN_FOR = dt.timedelta(seconds=30)
"""How long the message stays; who needs longer finds the action in the list of the last ones."""
USABLE_FOR = dt.timedelta(minutes=10)

Reverse = Callable[..., None]
"""`reverse(*, actor, **arguments)`; raises ValidationError where it is too late."""

_ways_back: Final[dict[str, Reverse]] = {}


def register(action: str, reverse: Reverse) -> None:
    """Make the way back of an action known under "room.verb_noun"."""
    _ways_back[action] = reverse


def offer_undo(
    *, owner: User, title: "str | Promise", action: str, arguments: dict[str, Any]
) -> UndoableAction:
    """Let a person take back what they have just done; `title` says what it was.

    Raises KeyError where nobody registered a way back.
    """
    if action not in _ways_back:
        raise KeyError(action)
    return UndoableAction.objects.create(
        owner=owner,
        words=in_every_language(title),
        action=action,
        arguments=arguments,
        expires_at=timezone.now() + USABLE_FOR,
    )


@transaction.atomic
def undo(*, pk: uuid.UUID, actor: Actor) -> UndoableAction:
    """Take an action of one's own back, once.

    Raises ValidationError where it is too late, was done before, or is not one's own.
    """
    now = timezone.now()
    own = UndoableAction.objects.of(actor).usable(now).filter(pk=pk)
    found: UndoableAction | None = own.select_for_update().first()
    if found is None:
        raise ValidationError(_("This can no longer be undone."))
    _ways_back[found.action](actor=actor, **found.arguments)
    found.used_at = now
    found.save(update_fields=["used_at"])
    return found


def recent_action(actor: Actor) -> UndoableAction | None:
    """Return what the person did within the last half minute and may still take back."""
    now = timezone.now()
    own = UndoableAction.objects.of(actor).usable(now)
    newest: UndoableAction | None = own.filter(created_at__gt=now - SHOWN_FOR).first()
    return newest


def purge_old(now: dt.datetime) -> int:
    """Delete what can no longer be undone."""
    return UndoableAction.objects.filter(expires_at__lt=now).delete()[0]
