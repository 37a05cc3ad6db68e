"""The whole site with something of everything in it, for a browser and for plain requests."""

from dataclasses import dataclass

import pytest
from django.test import Client

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
