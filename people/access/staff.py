"""Which account of the staff a directory speaks of."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from people.access.rules import email_of, user_name_of
from people.models import User


def typed_name(request: HttpRequest, credentials: Mapping[str, Any] | None = None) -> str:
    """Return for which account somebody tries to sign in; failures are counted by it."""
    given = credentials or {}
    return str(given.get("username") or request.POST.get("login", ""))[:150]


def person_of_claims(claims: Mapping[str, Any]) -> User | None:
    """Return the one active person whom the claims name, by `OIDC_MATCH`; None if there is none."""
    if settings.OIDC_MATCH == "username":
        name = user_name_of(claims)
        found = User.objects.filter(username__iexact=name) if name else User.objects.none()
    else:
        email = email_of(claims)
        found = User.objects.filter(email__iexact=email) if email else User.objects.none()
    people = list(found.filter(is_active=True)[:2])
    return people[0] if len(people) == 1 else None
