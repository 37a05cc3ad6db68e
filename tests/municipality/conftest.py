"""Who keeps the reference tables, and the browser in which they do."""

import pytest
from django.test import Client

from people.models import User
from tests.people.organisation import at_desk, grant, make_user

KEEPS = (
    *("workspace.configure", "casework.configure", "messages.write"),
    *("people.manage_departments", "people.manage_roles"),
)


@pytest.fixture
def keeper() -> User:
    """Return who keeps every table."""
    person = make_user()
    grant(*KEEPS, user=person)
    return person


@pytest.fixture
def desk(client: Client, keeper: User) -> Client:
    """Return the keeper's browser, in English."""
    return at_desk(client, keeper)
