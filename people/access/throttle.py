"""How often something may be tried, counted in the cache that all workers share.

    PAGES = Limit("verify", most=30, per_s=60)
    if not allow(PAGES, address_of(request)):
        ...  # answer 429

Keys are digests: no address and no telephone number stands in the cache.
"""

import hashlib
from dataclasses import dataclass

from django.core.cache import cache


@dataclass(frozen=True)
class Limit:
    """At most `most` tries of one key in a window of `per_s` seconds."""

    name: str
    most: int
    per_s: int


def allow(limit: Limit, *key: str) -> bool:
    """Count a try and tell whether it is within the limit."""
    place = _place(limit, key)
    cache.add(place, 0, limit.per_s)
    try:
        count = cache.incr(place)
    except ValueError:  # the window ended between the two lines; a new one begins
        cache.set(place, 1, limit.per_s)
        return limit.most >= 1
    if count == 1:  # it may have ended within the counting too, which leaves a count without end
        cache.touch(place, limit.per_s)
    return count <= limit.most


def forgive(limit: Limit, *key: str) -> None:
    """Start anew, after a success."""
    cache.delete(_place(limit, key))


def _place(limit: Limit, key: tuple[str, ...]) -> str:
    digest = hashlib.sha256("\0".join(key).encode()).hexdigest()
    return f"throttle:{limit.name}:{digest[:32]}"
