"""What signing in decides, without Django, clock or database."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

FACTORS: Final = frozenset({"totp", "webauthn"})
"""What counts as a second factor; recovery codes only stand in for one."""


def may_remove_factor(left: Iterable[str], *, is_required: bool) -> bool:
    """Tell whether a factor may go, when these kinds would be left."""
    return not is_required or not FACTORS.isdisjoint(left)


def has_shown_factor(records: Iterable[Mapping[str, Any]]) -> bool:
    """Tell whether a session was opened, or confirmed since, with a second factor.

    `records` are allauth's of the session: each has a `method`.
    """
    return any(record.get("method") == "mfa" for record in records)


def is_idle(seen_at: float | None, now: float, limit_s: int) -> bool:
    """Tell whether a session that was last used at `seen_at` (seconds) has been left alone."""
    return seen_at is not None and now - seen_at > limit_s


def email_of(claims: Mapping[str, Any]) -> str:
    """Return the address that a directory vouches for, in lower case; empty without one."""
    merged = {**claims.get("id_token", {}), **claims.get("userinfo", {})} or dict(claims)
    if merged.get("email_verified") not in (True, "true"):
        return ""
    return str(merged.get("email", "")).strip().lower()


def user_name_of(claims: Mapping[str, Any]) -> str:
    """Return the user name that a directory states; empty without one."""
    merged = {**claims.get("id_token", {}), **claims.get("userinfo", {})} or dict(claims)
    return str(merged.get("preferred_username", "")).strip()


def browser_of(agent: str) -> tuple[str, str]:
    """Return the names of the browser and the system in a user agent, empty where unknown.

    For a person to recognise a session of their own; nothing is decided by it.
    """
    return _first(agent, BROWSERS), _first(agent, SYSTEMS)


BROWSERS: Final = (
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS: Final = (
    ("Android", "Android"),
    ("iPhone", "iOS"),
    ("iPad", "iPadOS"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


def _first(agent: str, names: tuple[tuple[str, str], ...]) -> str:
    return next((name for mark, name in names if mark in agent), "")
