"""Keys that are quick to make, a vault of its own, and plain drafts."""

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from django.core.cache import cache

from casework.signatures import authority
from tests.casework.signatures.papers import plain_pdf


@pytest.fixture(scope="session")
def few_keys() -> list[rsa.RSAPrivateKey]:
    """Return keys to be dealt out in turn: making one takes long."""
    return [rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in range(6)]


@pytest.fixture(autouse=True)
def own_vault(settings, tmp_path: Path, few_keys, monkeypatch) -> Iterator[None]:
    """Give each test a folder of its own for keys and documents."""
    dealt = itertools.cycle(few_keys)
    monkeypatch.setattr(authority, "_new_key", lambda: next(dealt))
    settings.VAR_DIR = tmp_path
    settings.SITE_URL = "https://city.example"
    cache.clear()
    yield
    cache.clear()


@pytest.fixture(scope="session")
def draft() -> bytes:
    """Return a plain PDF of two pages."""
    return plain_pdf("<p>قرار</p><p>Arrêté n° 12</p>", "<p>الصفحة 2</p>")
