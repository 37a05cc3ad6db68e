"""The shared cache, which a page can do without: while Redis is away, nothing is remembered."""

import functools
import logging
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import ConnectionError as Unreachable
from redis.exceptions import TimeoutError as TooSlow

log = logging.getLogger(__name__)


def _steadily(name: str, otherwise: Callable[..., Any]) -> Callable[..., Any]:
    """Return the method `name`, which answers like an empty cache when Redis does not."""
    plain = getattr(RedisCache, name)

    @functools.wraps(plain)
    def method(self: RedisCache, *args: Any, **kwargs: Any) -> Any:
        try:
            return plain(self, *args, **kwargs)
        except (Unreachable, TooSlow):
            log.warning("the cache does not answer")
            return otherwise(*args, **kwargs)

    return method


def _missing(*args: Any, **kwargs: Any) -> Any:
    return kwargs.get("default", args[1] if len(args) > 1 else None)


def _refuse(key: Any, *args: Any, **kwargs: Any) -> Any:
    raise ValueError(f"the cache holds no {key}")


class SteadyCache(RedisCache):
    """Redis, or for a while nothing: sign-in keeps its own count of failures in the database."""

    add = _steadily("add", lambda *a, **k: True)
    get = _steadily("get", _missing)
    set = _steadily("set", lambda *a, **k: None)
    touch = _steadily("touch", lambda *a, **k: False)
    delete = _steadily("delete", lambda *a, **k: False)
    get_many = _steadily("get_many", lambda *a, **k: {})
    set_many = _steadily("set_many", lambda *a, **k: [])
    delete_many = _steadily("delete_many", lambda *a, **k: None)
    has_key = _steadily("has_key", lambda *a, **k: False)
    incr = _steadily("incr", _refuse)
