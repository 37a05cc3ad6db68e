"""How long what was refused is kept where no rule says otherwise, and whose clock is off. Pure."""

from collections.abc import Sequence

LETTERS = "ingest_deadletter"
KEEP_LETTERS_DAYS = 90
"""Long enough to find what is wrong with a decoder or a device, mend it and play them again."""
EXPIRED = "expired"
"""The reason of a message older than the retention of its own series."""
EXPIRED_LETTERS = "ingest_deadletter_expired"
KEEP_EXPIRED_DAYS = 7
"""Long enough to notice them; no repair makes them storable."""

STEADY_S = 10.0
"""Within how much the delays of two messages are the same: what the network adds and takes."""
APART_S = 15.0
"""How far apart two messages are received at least, to tell a slow clock from a late delivery."""
WEEK_S = 7 * 86_400.0


def clock_error_s(delays: Sequence[tuple[float, float]]) -> float | None:
    """Return by how many seconds a clock is behind, negative when it is ahead; None if unknown.

    `delays` are of messages when each was received and how long after the device's own time, in
    seconds. The least delay counts. A clock that is behind delays every message alike, whenever it
    comes; messages that were kept and sent later arrive together with delays of their own, and
    tell nothing.
    """
    if not delays:
        return None
    received, least = min(delays, key=lambda pair: pair[1])
    alike = (abs(at - received) >= APART_S for at, delay in delays if delay - least <= STEADY_S)
    return least if least <= STEADY_S or least > WEEK_S or any(alike) else None


LONGEST_SHOWN = 2_000
"""Bytes of a message that a terminal is shown."""


def readable(payload: bytes) -> str:
    """Return bytes as one line of text that no terminal obeys: what is not printable is escaped."""
    shown = payload[:LONGEST_SHOWN].decode("utf-8", "backslashreplace")
    text = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in shown)
    rest = len(payload) - LONGEST_SHOWN
    return (text or "(empty)") + (f" … and {rest} bytes more" if rest > 0 else "")
