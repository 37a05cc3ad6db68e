"""What somebody is told when the administration changed how they sign in.

In their list of notifications, and by e-mail where the staff list has an address: whoever did not
ask for it learns of it even if they cannot sign in any more.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

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


FACTOR_TAKEN: Final = Notice(
    _("Your second factor was taken away"),
    _("You were signed out everywhere. Set up a new one the next time you sign in."),
)
UNLOCKED: Final = Notice(
    _("Your account was unlocked"),
    _("It had been locked after too many wrong passwords. You may try again now."),
)
INVITED: Final = Notice(
    _("A link to choose a new password was made for you"),
    _("It is handed over to you in person, works once, and for one day."),
)
SIGNED_OUT: Final = Notice(
    _("You were signed out everywhere"),
    _("The administration ended all your sessions. Sign in again to go on."),
)


def tell(person: User, notice: Notice) -> None:
    """Tell a person; a message that cannot be handed over stops nobody's work."""
    ring(users=[person], title=notice.title, url=reverse("mfa_index"))
    if not person.email:
        return
    try:
        deliver(_word(person.email, notice.title, notice.text, _doubt))
    except (OSError, UndeliverableError):
        log.exception("a notice about an account could not be handed over")


def send_link(person: User, link: str) -> None:
    """Send the link to choose a password; raises ValidationError when it cannot be handed over."""
    title, text = _("Choose your password"), _("This link works once, and for one day:")
    try:
        deliver(_word(person.email, title, text, lambda: link))
    except (OSError, UndeliverableError) as error:
        raise ValidationError(_("The message could not be sent. Try again in a while.")) from error


def _word(
    address: str, title: "str | Promise", text: "str | Promise", end: Callable[[], str]
) -> Word:
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
