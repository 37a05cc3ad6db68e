"""What the shell and the forms show of a person's desk."""

from typing import Any

from django import template
from django.db import Error
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from people.models import User
from workspace.drafts import take_up_late
from workspace.models import Draft
from workspace.notifications import unread_count
from workspace.undo import SHOWN_FOR, recent_action

register = template.Library()
KEPT = "_drafts_of_visitor"
"""Attribute of a request: what its sender has typed and not sent, by form."""


@register.simple_tag(takes_context=True)
def unread_notifications(context: dict[str, Any]) -> int:
    """Return how many notifications the reader has not read; one query."""
    person = _person(context)
    try:
        return unread_count(person) if person else 0
    except Error:  # the page that tells of a lost database has a header too
        return 0


@register.inclusion_tag("workspace/undo_toast.html", takes_context=True)
def undo_toast(context: dict[str, Any]) -> dict[str, Any]:
    """Offer to take back what the reader did within the last half minute; one query."""
    person = _person(context)
    try:
        action = recent_action(person) if person else None
    except Error:
        action = None
    left_ms = 0
    if action:
        age = timezone.now() - action.created_at
        left_ms = int((SHOWN_FOR - age).total_seconds() * 1000)
    return {"action": action, "left_ms": left_ms, "request": context.get("request")}


@register.inclusion_tag("workspace/draft_bar.html", takes_context=True)
def draft_bar(context: dict[str, Any], form: str, action: str = "") -> dict[str, Any]:
    """Stand before a form with `data-draft="{form}"`: what was typed and not sent.

    `action`: where the form is sent, if not to its own page. One query for all bars of a page. A
    form that was just sent and refused holds what was typed already.
    """
    person, request = _person(context), context.get("request")
    if person is None or request is None:
        return {}
    path = action or request.path
    late = take_up_late(owner=person, form=form, session=request.session, path=path)
    is_sent = request.method == "POST" and request.path == path
    return {
        "form": form,
        "draft": None if is_sent else late or _drafts(request, person).get(form),
        "address": reverse("workspace:draft", args=[form]),
    }


def _drafts(request: HttpRequest, person: User) -> dict[str, Draft]:
    """Return all drafts of the person, read once for a page."""
    kept: dict[str, Draft] | None = getattr(request, KEPT, None)
    if kept is None:
        kept = {draft.form: draft for draft in Draft.objects.of(person)}
        setattr(request, KEPT, kept)
    return kept


def _person(context: dict[str, Any]) -> User | None:
    user = getattr(context.get("request"), "user", None)
    return user if isinstance(user, User) else None
