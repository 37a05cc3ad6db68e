"""How a word reaches somebody: a port that the room of the messages fills.

Until it does, e-mail goes out through Django alone and a text message goes nowhere.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from django.conf import settings
from django.core.mail import send_mail


@dataclass(frozen=True)
class Word:
    """What is to be said, to an e-mail address or a telephone number (E.164)."""

    recipient: str
    text: str
    subject: str = ""
    language: str = "fr"
    template: str = ""
    """Code of a template of the messages, for a gateway that wants one; `text` is it filled in."""
    context: dict[str, str] = field(default_factory=dict)

    @property
    def is_email(self) -> bool:
        """Whether it goes to an e-mail address."""
        return "@" in self.recipient


class UndeliverableError(Exception):
    """No way is set up that leads to this recipient."""


Carrier = Callable[[Word], None]
_carriers: Final[list[Carrier]] = []


def register(carrier: Carrier) -> None:
    """Let `carrier` take every word from now on; in `AppConfig.ready()`."""
    _carriers[:] = [carrier]


def can_text() -> bool:
    """Tell whether a telephone can be reached."""
    return bool(_carriers)


def deliver(word: Word) -> None:
    """Hand a word over. Raises UndeliverableError for a telephone when nobody carries texts."""
    if _carriers:
        _carriers[0](word)
    elif word.is_email:
        send_mail(word.subject, word.text, settings.DEFAULT_FROM_EMAIL, [word.recipient])
    else:
        raise UndeliverableError
