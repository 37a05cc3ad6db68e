"""Who signs, as a paper says it: the name, the post held that day, and by whose delegation."""

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import override

from people.models import Appointment, User


def name_of(person: User) -> str:
    """Return a person's name in Latin letters, as certificates have it."""
    return person.get_full_name() or person.get_username()


def title_of(person: User, on: dt.date) -> str:
    """Return the name of the post that a person holds on a day, in the reader's language, or ""."""
    held = Appointment.objects.on(on).filter(user=person).select_related("post")
    found = held.order_by("-post__is_head", "valid_from").first()
    return str(found.post.name) if found else ""


def signed_as(
    signer: User, *, language: str, on: dt.date, person: User | None = None, decision: str = ""
) -> str:
    """Return what a paper says of who signed, in the letters of its language.

    `person` is the officer asked to sign; when somebody else signed for them, the decision that
    allows it is named (law 113-14, article 103).
    """
    with override(language):
        name, title = signer.name, title_of(signer, on)
        text = _(", ").join([name, title]) if title else name
        if person is None or person == signer:
            return text[:200]
        words = _("%(name)s, by delegation of %(person)s, decision %(decision)s")
        whose = title_of(person, on) or person.name
        return (words % {"name": text, "person": whose, "decision": decision})[:200]
