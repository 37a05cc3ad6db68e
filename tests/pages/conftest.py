"""The whole site with something of everything in it, for a browser and for plain requests."""

import itertools
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client
from django.urls import reverse

from casework.signatures import authority
from tests.dashboard.conftest import chromium, redis_socket, site
from tests.pages.registry import Page, addresses, pages, seen
from tests.pages.samples import APPLICANTS_PHONE, Samples, make_samples, make_staff
from tests.people.access.people import chief, give_app

__all__ = ["chromium", "redis_socket", "site"]
CHOOSE = "account_reset_password_from_key"
OF_A_FACTOR = {
    *("mfa_index", "mfa_deactivate_totp"),
    *("mfa_view_recovery_codes", "mfa_generate_recovery_codes"),
}
JUST_SHOWN = {"method": "mfa", "reauthenticated": True}
"""What a session holds of somebody who has shown their second factor again."""


@dataclass
class House:
    """The visitors, and what there is to see.

    `secured` is a member of staff with an app for codes and codes for an emergency, who finds
    other pages than one who has none at the addresses `OF_A_FACTOR`.
    """

    staff: Client
    anyone: Client
    secured: Client
    samples: Samples

    @property
    def visitors(self) -> dict[str, Client]:
        """Return who looks at pages, by what `Page.reader` says."""
        return {"anyone": self.anyone, "staff": self.staff, "secured": self.secured}

    def pages(self, language: str = "fr") -> list[Page]:
        """Return every page in a language."""
        own = (address for address in addresses() if address.name in OF_A_FACTOR)
        return [
            *pages(self.visitors, self.samples, language),
            *(p for each in own for p in seen(each, {}, self.secured, "secured", language)),
        ]


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
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 24 * 3600  # a browser looks at pages for long


@pytest.fixture
def house(db: None) -> House:
    """Furnish the house."""
    return furnished()


def furnished() -> House:
    """Make the samples, sign a member of staff in, and let a resident prove a contact."""
    person, other = make_staff(), chief("l.idrissi")
    give_app(other)
    RecoveryCodes.activate(other)
    staff, anyone, secured = Client(), Client(), Client()
    for client, each in ((staff, person), (secured, other)):
        client.force_login(each)
        remember(
            client,
            account_authentication_methods=[JUST_SHOWN | {"at": time.time()}],
            account_authentication_methods_user=str(each.pk),
        )
    samples = make_samples(person)
    until = time.time() + 24 * 3600
    remember(anyone, proven_contact={"contact": APPLICANTS_PHONE, "until": until})
    open_link(anyone, samples)
    return House(staff, anyone, secured, samples)


def open_link(anyone: Client, samples: Samples) -> None:
    """Open the link to choose a password, whose page stands at an address without its secret."""
    sample = dict(samples[CHOOSE])
    anyone.get(reverse(CHOOSE, kwargs=sample))
    samples[CHOOSE] = sample | {"key": "set-password"}


def remember(client: Client, **values: Any) -> None:
    """Write into a visitor's session."""
    session = client.session
    session.update(values)
    session.save()
