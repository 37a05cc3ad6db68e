"""A secret link proves one thing, to one session, and cannot be guessed."""

import time
from types import SimpleNamespace
from unittest.mock import Mock

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.test import RequestFactory, override_settings

from people.access import links
from people.access.throttle import forgive

LOCAL_CACHE = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "links"}
}


@pytest.fixture
def visit():
    """Return a request with a session of its own."""
    request = RequestFactory().get("/", REMOTE_ADDR="196.12.1.9")
    request.session, request.user = SessionStore(), AnonymousUser()
    return request


def test_a_secret_matches_its_digest_alone() -> None:
    secret, digest = links.make_secret()
    other, _ = links.make_secret()
    assert len(secret) == 23
    assert len(digest) == links.DIGEST_BYTES
    assert links.is_secret_of(secret, digest)
    assert links.is_secret_of(secret, memoryview(digest))
    assert not links.is_secret_of(other, digest)
    assert not links.is_secret_of(secret[:-1], digest)
    assert not links.is_secret_of("", b"")


def test_a_proof_is_remembered_for_its_subject(visit) -> None:
    secret, digest = links.make_secret()
    assert not links.is_proven(visit, "case:1")
    assert links.prove(visit, subject="case:1", secret=secret, digest=digest)
    assert links.is_proven(visit, "case:1")
    assert not links.is_proven(visit, "case:2")
    links.forget(visit, "case:1")
    assert not links.is_proven(visit, "case:1")


def test_a_session_remembers_the_last_ones(visit) -> None:
    secret, digest = links.make_secret()
    for number in range(60):
        assert links.prove(visit, subject=f"case:{number}", secret=secret, digest=digest)
    assert links.is_proven(visit, "case:59")
    assert not links.is_proven(visit, "case:0")


@override_settings(CACHES=LOCAL_CACHE)
def test_guesses_are_throttled(visit) -> None:
    secret, digest = links.make_secret()
    forgive(links.GUESSES, "196.12.1.9")
    for _ in range(links.GUESSES.most):
        assert not links.prove(visit, subject="case:1", secret="wrong", digest=digest)
    with pytest.raises(links.TooManyGuessesError):
        links.prove(visit, subject="case:1", secret=secret, digest=digest)
    visit.META["REMOTE_ADDR"] = "196.12.1.10"
    assert links.prove(visit, subject="case:1", secret=secret, digest=digest)


def test_a_proof_is_forgotten_after_a_while(visit, monkeypatch) -> None:
    secret, digest = links.make_secret()
    assert links.prove(visit, subject="case:1", secret=secret, digest=digest)
    later = time.time() + links.LASTS_S
    monkeypatch.setattr("people.access.links.time.time", lambda: later - 60)
    assert links.is_proven(visit, "case:1")
    monkeypatch.setattr("people.access.links.time.time", lambda: later + 1)
    assert not links.is_proven(visit, "case:1")


def test_what_is_proven_renames_the_session_of_a_visitor_alone(visit) -> None:
    secret, digest = links.make_secret()
    visit.session.cycle_key = Mock()
    assert links.prove(visit, subject="case:1", secret=secret, digest=digest)
    visit.session.cycle_key.assert_called_once_with()
    visit.user = SimpleNamespace(is_authenticated=True)
    assert links.prove(visit, subject="case:1", secret=secret, digest=digest)
    visit.session.cycle_key.assert_called_once_with()
