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
"""Takes a word for good, or raises UndeliverableError."""


@dataclass(frozen=True)
class Roads:
    """What is known of a carrier's roads, asked anew each time; by default all of them lead on."""

    reaches: Callable[[bool], bool] = field(default=lambda _is_email: True)
    """Whether e-mail (true), or texts to telephones (false), can leave at all."""
    kept_at: Callable[[], str] = field(default=lambda: "")
    """The page where a demonstration keeps words that reach nobody; empty where they leave."""


_carriers: Final[list[Carrier]] = []
_known: Final[list[tuple[Carrier, Roads]]] = []


def register(carrier: Carrier, roads: Roads | None = None) -> None:
    """Let `carrier` take every word from now on; in `AppConfig.ready()`."""
    _carriers[:] = [carrier]
    _known[:] = [(carrier, roads or Roads())]


def _roads() -> Roads:
    return next((roads for carrier, roads in _known if carrier in _carriers), Roads())


def can_text() -> bool:
    """Tell whether a telephone can be reached."""
    return bool(_carriers) and _roads().reaches(False)


def can_mail() -> bool:
    """Tell whether an e-mail address can be reached."""
    return not _carriers or _roads().reaches(True)


def kept_at() -> str:
    """Return the page where a demonstration keeps words instead of sending them, or nothing."""
    return _roads().kept_at() if _carriers else ""


def deliver(word: Word) -> None:
    """Hand a word over. Raises UndeliverableError where no way leads to its recipient."""
    if _carriers:
        _carriers[0](word)
    elif word.is_email:
        send_mail(word.subject, word.text, settings.DEFAULT_FROM_EMAIL, [word.recipient])
    else:
        raise UndeliverableError
