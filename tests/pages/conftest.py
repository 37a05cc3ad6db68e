"""The whole site with something of everything in it, for a browser and for plain requests."""

import itertools
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client

from casework.signatures import authority
from tests.dashboard.conftest import chromium, redis_socket, site
from tests.pages.registry import Page, pages
from tests.pages.samples import Samples, make_samples, make_staff

__all__ = ["chromium", "redis_socket", "site"]


@dataclass
class House:
    """Both kinds of visitor, and what there is to see."""

    staff: Client
    anyone: Client
    samples: Samples

    def pages(self, language: str = "fr") -> list[Page]:
        """Return every page in a language."""
        return list(pages(self.staff, self.anyone, self.samples, language))


@pytest.fixture(scope="session")
def few_keys() -> list[rsa.RSAPrivateKey]:
    """Return keys to be dealt out in turn: making one takes long."""
    return [rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in range(6)]


@pytest.fixture(autouse=True)
def own_vault(
    settings: Any, tmp_path: Path, few_keys: list[rsa.RSAPrivateKey], monkeypatch: Any
) -> None:
    """Give each test a folder of its own for keys and files."""
    dealt = itertools.cycle(few_keys)
    monkeypatch.setattr(authority, "_new_key", lambda: next(dealt))
    settings.VAR_DIR = tmp_path / "var"
    settings.VAR_DIR.mkdir()
    settings.SITE_URL = "https://city.example"


@pytest.fixture
def house(db: None) -> House:
    """Furnish the house."""
    return furnished()


def furnished() -> House:
    """Make the samples and sign a member of staff in."""
    person = make_staff()
    staff = Client()
    staff.force_login(person)
    return House(staff, Client(), make_samples(person))
