"""What decides about a message, as pure functions: wording, quiet hours, patience, masks."""

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from casework.messages.enums import TRANSITIONS, Channel, Purpose, State

PLACEHOLDER: Final = re.compile(r"\{([a-z][a-z0-9_]*)\}")
CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")
LANGUAGES: Final = ("ar", "fr", "en")
FIRST_PAUSE_S: Final = 30
LONGEST_PAUSE_S: Final = 3600
MOST_ATTEMPTS: Final = 8
STOP_WORDS: Final = frozenset({"stop", "arret", "arrêt", "توقف", "قف", "إيقاف", "ايقاف"})
START_WORDS: Final = frozenset({"start", "oui", "نعم"})


@dataclass(frozen=True)
class Recipient:
    """To whom: an E.164 telephone number, an e-mail address, an account; whatever is known."""

    language: str = "ar"
    phone: str = ""
    email: str = ""
    user_id: int | None = None


@dataclass(frozen=True)
class QuietHours:
    """From when until when on the clock nobody is disturbed; equal ends mean never."""

    start: dt.time
    end: dt.time


@dataclass(frozen=True)
class Text:
    """A wording with its names in braces."""

    subject: str
    short: str
    body: str = ""

    def of(self, channel: Channel) -> str:
        """Return what a channel carries."""
        return (self.body or self.short) if channel == Channel.EMAIL else self.short

    def filled(self, context: Mapping[str, object]) -> "Text":
        """Return the text with its values; its title stays on one line."""
        subject = " ".join(fill(self.subject, context).split())
        return Text(subject, fill(self.short, context), fill(self.body, context))


class WrongWordingError(Exception):
    """A wording cannot be used: by field, the fault's code and what it is about."""

    def __init__(self, faults: Mapping[str, tuple[str, str]]) -> None:
        super().__init__(str(sorted(faults)))
        self.faults = dict(faults)


def check_wording(text: Text, values: Sequence[str], valid_from: dt.date, today: dt.date) -> None:
    """Raise WrongWordingError for empty texts, names without a value, and days that are past."""
    faults: dict[str, tuple[str, str]] = {}
    for field, words in (("subject", text.subject), ("short", text.short), ("body", text.body)):
        unknown = sorted(placeholders(words) - set(values))
        if unknown:
            faults[field] = ("unknown_value", ", ".join(unknown))
        elif not words.strip() and field != "body":
            faults[field] = ("empty", "")
    if valid_from < today:
        faults["valid_from"] = ("past", "")
    if faults:
        raise WrongWordingError(faults)


def may_be_notified(endpoint: str, hosts: Iterable[str]) -> bool:
    """Tell whether an address is one of a push service we know: we call no other."""
    if not endpoint.isprintable():
        return False
    parts = urlsplit(endpoint)
    try:
        port, host = parts.port, parts.hostname or ""
    except ValueError:
        return False
    if parts.scheme != "https" or port not in {None, 443} or parts.username or len(endpoint) > 500:
        return False
    return any(host == known or host.endswith(f".{known}") for known in hosts)


def placeholders(text: str) -> frozenset[str]:
    """Return the names that stand in braces in `text`."""
    return frozenset(PLACEHOLDER.findall(text))


def fill(text: str, context: Mapping[str, object]) -> str:
    """Put the values in place of the names; raise KeyError for a name without a value.

    Only whole names are replaced, once: a value is never read as a wording, nor as a format.
    """
    return PLACEHOLDER.sub(lambda found: printable(str(context[found[1]])), text)


def printable(text: str) -> str:
    """Return `text` without control characters, which would break headers and lines."""
    return CONTROL.sub(" ", text)


def chosen_language(language: str) -> str:
    """Return a language that we write: the first part of a tag, or French."""
    short = language[:2].lower()
    return short if short in LANGUAGES else "fr"


def released_at(at: dt.datetime, quiet: QuietHours, purpose: Purpose) -> dt.datetime:
    """Return when a message ready at `at` (on the reader's clock) may arrive.

    A code is awaited and never waits. `at` carries its zone, whose clock changes are respected.
    """
    clock = at.time().replace(tzinfo=None)
    if purpose == Purpose.CODE or not _is_within(clock, quiet):
        return at
    day = at.date() if clock < quiet.end else at.date() + dt.timedelta(days=1)
    return dt.datetime.combine(day, quiet.end, tzinfo=at.tzinfo)


def _is_within(clock: dt.time, quiet: QuietHours) -> bool:
    if quiet.start <= quiet.end:
        return quiet.start <= clock < quiet.end
    return clock >= quiet.start or clock < quiet.end


def pause_s(attempts: int, chance: float) -> float:
    """Return the seconds before the next try after `attempts`: doubled each time, spread by a
    quarter either way (`chance` from 0 to 1), an hour at the most.
    """
    base: float = min(FIRST_PAUSE_S * 2 ** max(attempts - 1, 0), LONGEST_PAUSE_S)
    return base * (0.75 + chance / 2)


def may_try_again(attempts: int) -> bool:
    """Tell whether a message that failed `attempts` times deserves one more try."""
    return attempts < MOST_ATTEMPTS


def may_follow(now: State, then: State) -> bool:
    """Tell whether a message may go from one state to another."""
    return then in TRANSITIONS[now]


def address_for(channel: Channel, recipient: Recipient, devices: int) -> str:
    """Return where a channel reaches the recipient; empty where it does not."""
    if channel == Channel.SMS:
        return recipient.phone
    if channel == Channel.EMAIL:
        return recipient.email
    return f"user:{recipient.user_id}" if recipient.user_id and devices else ""


def roads(
    channels: Sequence[Channel], recipient: Recipient, *, devices: int, all_of_them: bool
) -> tuple[tuple[Channel, str], ...]:
    """Return channels with addresses: every one that reaches, or the first in order."""
    found = ((channel, address_for(channel, recipient, devices)) for channel in channels)
    reaching = tuple(each for each in found if each[1])
    return reaching if all_of_them else reaching[:1]


def masked(address: str) -> str:
    """Return an address of which enough is shown to recognise it, and no more."""
    if "@" in address:
        name, _, domain = address.partition("@")
        return f"{name[:1]}•••@{domain}"
    if address.startswith("+"):
        return f"{address[:5]}{'•' * max(len(address) - 7, 0)}{address[-2:]}"
    return address if address.startswith("user:") else "•••"


def wish(text: str, stop: Iterable[str] = STOP_WORDS) -> bool | None:
    """Read an answer by SMS: True wants messages, False wants none, None says neither."""
    word = text.strip().strip(".!").casefold()
    if word in stop:
        return False
    return True if word in START_WORDS else None
