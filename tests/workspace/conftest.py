"""People with desks, and streets to list."""

import pytest
from django.contrib.gis.geos import LineString
from django.test import Client

from gis.models import Street
from people.models import User
from tests.people.organisation import at_desk


@pytest.fixture
def clerk(db: None) -> User:
    return User.objects.create_user("clerk", password="x")


@pytest.fixture
def colleague(db: None) -> User:
    return User.objects.create_user("colleague", password="x")


@pytest.fixture
def desk(client: Client, clerk: User) -> Client:
    """Return the browser of the clerk, in English."""
    return at_desk(client, clerk)


def street(code: str, **values: object) -> Street:
    """Return a street that is not saved."""
    line = LineString((-8.0, 31.6), (-8.0, 31.61), srid=4326)
    facts = {"name_fr": f"Rue {code}", "name_ar": f"زنقة {code}", "category": "local"}
    return Street(code=code, length_m=100.5, geom=line, **{**facts, **values})


@pytest.fixture
def streets(db: None) -> list[Street]:
    """Return 120 streets, among them one whose name a spreadsheet would run."""
    rows = [street(f"S{number:03}") for number in range(119)]
    rows.append(street("X", name_fr='=HYPERLINK("http://evil.example","x")', category="alley"))
    return Street.objects.bulk_create(rows)
