"""Nothing typed is lost: what a person has not sent yet is kept until they send or discard it."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Final

from django.contrib.sessions.backends.base import SessionBase
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models import User
from people.permissions import Actor
from workspace.models import Draft

KEPT_FOR = dt.timedelta(days=7)
LONGEST_NAME: Final = 120
"""Characters of a form's name."""
LONGEST = 100_000
"""Characters of all entries together."""
UNKEPT: Final = frozenset({"csrfmiddlewaretoken", "otp", "secret", "sending"})
"""Names of fields that are never kept, alone or as the end of a name."""

TYPED: Final = "workspace:typed"
"""Key of a session."""

Entries = dict[str, list[str]]
"""Values by the name of the field, as in a form that was sent."""


def worth_keeping(entries: Mapping[str, Sequence[str]]) -> Entries:
    """Return the entries without secrets, what is empty, and letters that no database keeps."""
    return {
        name.replace("\0", ""): [value.replace("\0", "") for value in values]
        for name, values in entries.items()
        if not _is_secret(name) and any(values)
    }


def _is_secret(name: str) -> bool:
    last = name.lower().rpartition("-")[2]
    return last in UNKEPT or "password" in last


def length(entries: Entries) -> int:
    """Return how many characters the entries have together."""
    return sum(len(name) + sum(map(len, values)) for name, values in entries.items())


def save_draft(*, owner: User, form: str, entries: Mapping[str, Sequence[str]]) -> Draft | None:
    """Keep what a person has typed into a form so far; nothing typed means no draft.

    Raises ValidationError where it is too long.
    """
    kept = worth_keeping(entries)
    if length(kept) > LONGEST or len(form) > LONGEST_NAME:
        raise ValidationError(_("This is too long to be kept as a draft."))
    if not kept:
        discard_draft(owner=owner, form=form)
        return None
    return Draft.objects.update_or_create(
        owner=owner, form=form, defaults={"fields": kept, "saved_at": timezone.now()}
    )[0]


def discard_draft(*, owner: Actor, form: str) -> None:
    """Forget a draft: it was sent, or is not wanted."""
    Draft.objects.of(owner).filter(form=form).delete()


def draft_of(owner: Actor, form: str) -> Draft | None:
    """Return what the person typed into this form and did not send."""
    return Draft.objects.of(owner).filter(form=form).first()


def purge_old(now: dt.datetime) -> int:
    """Delete the drafts that nobody came back to."""
    return Draft.objects.filter(saved_at__lt=now - KEPT_FOR).delete()[0]


def keep_for_later(session: SessionBase, path: str, entries: Mapping[str, Sequence[str]]) -> None:
    """Keep in the session what somebody sent to `path` after their own session had expired."""
    kept = worth_keeping(entries)
    if kept and length(kept) <= LONGEST:
        session[TYPED] = {"path": path, "entries": kept}


def typed_before(session: SessionBase, path: str) -> Entries | None:
    """Return what was sent to `path` before its sender signed in again."""
    typed = session.get(TYPED) or {}
    return typed.get("entries") if typed.get("path") == path else None


def forget_typed(session: SessionBase) -> None:
    """Forget what was sent too late: it is a draft now, or was sent again."""
    session.pop(TYPED, None)


def take_up_late(*, owner: User, form: str, session: SessionBase, path: str) -> Draft | None:
    """Return what was sent to `path` after the session had ended, as a draft from now on."""
    entries = typed_before(session, path)
    if not entries:
        return None
    forget_typed(session)
    return save_draft(owner=owner, form=form, entries=entries)


def initial_of(owner: Actor, form: str) -> Mapping[str, object]:
    """Return a draft as the `initial` of a form, for `?draft=1`, where there is no script."""
    draft = draft_of(owner, form)
    if draft is None:
        return {}
    entries: Entries = draft.fields
    return {name: values[0] if len(values) == 1 else values for name, values in entries.items()}
