"""Guessing passwords ends soon, and neither the guesser nor the guessed stands in a log."""

import logging
from typing import Any

import pytest
from django.core.cache.backends.locmem import LocMemCache
from django.test import Client
from redis.exceptions import ConnectionError as Unreachable

from municipality.caches import SteadyCache
from people.access import throttle
from people.access.services import unlock
from people.access.throttle import Limit, allow, forgive
from tests.people.access.people import PASSWORD, clerk, type_password

CACHE = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "throttle"}
}


@pytest.fixture
def throttled(settings) -> None:
    """Count failures, as outside the tests."""
    settings.AXES_ENABLED = True


@pytest.mark.django_db
def test_five_failures_lock_the_account_for_that_address(client, throttled, caplog) -> None:
    caplog.set_level(logging.DEBUG)
    clerk()
    for _ in range(4):
        assert type_password(client, "clerk", "wrong", REMOTE_ADDR="196.12.1.9").status_code == 200
    locked = type_password(client, "clerk", "wrong", REMOTE_ADDR="196.12.1.9")
    assert locked.status_code == 429
    assert "15 minutes" in locked.text
    assert type_password(client, "clerk", REMOTE_ADDR="196.12.1.9").status_code == 429
    assert type_password(Client(), "clerk", REMOTE_ADDR="196.12.1.10").status_code == 302
    for secret in ("clerk", "196.12.1.9", PASSWORD):
        assert secret not in caplog.text


@pytest.mark.django_db
def test_a_lock_is_lifted_by_whoever_may(client, throttled) -> None:
    person = clerk()
    for _ in range(5):
        type_password(client, "clerk", "wrong")
    assert type_password(client, "clerk").status_code == 429
    assert unlock(person=person, actor=None) == 1
    assert type_password(client, "clerk").status_code == 302


@pytest.mark.django_db
def test_a_success_forgets_the_failures(client, throttled) -> None:
    clerk()
    for _ in range(3):
        for _ in range(4):
            type_password(client, "clerk", "wrong")
        assert type_password(Client(), "clerk").status_code == 302


def test_tries_are_counted_by_key(settings) -> None:
    settings.CACHES = CACHE
    limit = Limit("tests", most=3, per_s=60)
    forgive(limit, "a")
    assert [allow(limit, "a") for _ in range(4)] == [True, True, True, False]
    assert allow(limit, "b")
    forgive(limit, "a")
    assert allow(limit, "a")


def test_a_count_whose_window_ended_while_it_was_counted_ends_too(monkeypatch) -> None:
    ends: dict[str, float | None] = {}

    class Forgetful(LocMemCache):
        def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
            ends[key] = None  # as the server counts a key that is no more
            return 1

        def touch(self, key: str, timeout: Any = None, version: int | None = None) -> bool:
            ends[key] = timeout
            return True

    monkeypatch.setattr(throttle, "cache", Forgetful("forgetful", {}))
    assert allow(Limit("tests", most=3, per_s=60), "c")
    assert list(ends.values()) == [60]


def test_without_a_cache_work_goes_on(monkeypatch) -> None:
    cache = SteadyCache("redis://127.0.0.1:1/0", {})
    assert cache.get("x", "nothing") == "nothing"
    assert cache.get_or_set("x", lambda: 7, 5) == 7
    assert cache.add("x", 1, 5) is True
    cache.set("x", 1)
    cache.delete("x")
    assert cache.get_many(["x"]) == {}
    with pytest.raises(ValueError, match="x"):
        cache.incr("x")
    with pytest.raises(Unreachable):
        cache.clear()
