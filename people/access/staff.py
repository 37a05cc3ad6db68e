"""Which account of the staff a directory speaks of."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings

from people.access.rules import email_of, user_name_of
from people.models import User


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
