"""What somebody is told when the administration changed how they sign in."""

from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from people.delivery import UndeliverableError, deliver
from people.models import User
from people.notices import Notice, word_for
from people.notices import tell as tell

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


def send_link(person: User, link: str) -> None:
    """Send the link to choose a password; raises ValidationError when it cannot be handed over."""
    title, text = _("Choose your password"), _("This link works once, and for one day:")
    try:
        deliver(word_for(person.email, title, text, lambda: link))
    except (OSError, UndeliverableError) as error:
        raise ValidationError(_("The message could not be sent. Try again in a while.")) from error
