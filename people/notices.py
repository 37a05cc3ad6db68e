"""What somebody is told when their account, or how they sign in, was changed by somebody else.

In their list of notifications, and by e-mail where the staff list has an address: whoever did not
ask for it learns of it even if they cannot sign in any more.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext

from people.bell import ring
from people.delivery import UndeliverableError, Word, deliver
from people.models import User

log = logging.getLogger(__name__)
LANGUAGES: Final = ("ar", "fr")
"""An e-mail says everything in both: which of them its reader prefers is not known."""


@dataclass(frozen=True)
class Notice:
    """What happened, and what to do now."""

    title: "str | Promise"
    text: "str | Promise"


def tell(person: User, notice: Notice, *, address: str = "") -> None:
    """Tell a person, at their address or another one that was theirs until now.

    A message that cannot be handed over stops nobody's work.
    """
    ring(users=[person], title=notice.title, url=reverse("mfa_index"))
    address = address or person.email
    if not address:
        return
    try:
        deliver(word_for(address, notice.title, notice.text, _doubt))
    except (OSError, UndeliverableError):
        log.exception("a notice about an account could not be handed over")


def word_for(
    address: str, title: "str | Promise", text: "str | Promise", end: Callable[[], str]
) -> Word:
    """Return an e-mail that says the same in each language, `end` last."""
    parts, titles = [], []
    for language in LANGUAGES:
        with translation.override(language):
            titles.append(str(title))
            parts.append(f"{title}\n\n{text}\n{end()}")
    commune = f"{settings.COMMUNE_AR} · {settings.COMMUNE_FR}"
    return Word(
        recipient=address,
        subject=" · ".join(titles),
        text="\n\n".join([*parts, commune]),
        language=settings.LANGUAGE_CODE,
    )


def _doubt() -> str:
    return gettext(
        "If you did not ask for it, tell the person in charge of staff accounts at once."
    )
