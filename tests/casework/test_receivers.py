"""A kind of case that no department receives: said to whoever can mend it, and where."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from casework.configuring import without_receiver
from casework.models import CaseKind
from people.models import Department
from tests.casework.files import agent, department
from workspace.duties import providers

pytestmark = pytest.mark.django_db


@pytest.fixture
def kind() -> CaseKind:
    """Return the built-in kind as a new installation has it."""
    return CaseKind.objects.get(code="administrative-request")


def place_of(kind: CaseKind) -> str:
    return reverse("admin:casework_casekind_change", args=[kind.pk])


def test_whoever_sets_things_up_finds_it_in_the_inbox(client: Client, kind: CaseKind) -> None:
    (provider,) = [each for each in providers() if each.name == "kinds"]
    setter = agent("setter", "casework.configure")
    (duty,) = provider.waiting(setter, 5)
    assert (duty.title, duty.url) == (kind.name, place_of(kind))
    client.force_login(setter)
    assert client.get(duty.url).status_code == 200
    assert provider.count(agent("reader", "casework.read")) == 0
    CaseKind.objects.update(department=department())
    assert provider.count(setter) == 0


def test_the_page_of_deposits_says_where_to_go(client: Client, kind: CaseKind) -> None:
    closed = "Aucune demande ne peut être déposée en ligne"
    public = Client().get("/requests/new/", headers={"accept-language": "fr"}).content.decode()
    assert closed in public
    assert place_of(kind) not in public
    client.force_login(agent("setter", "casework.configure"))
    page = client.get("/requests/new/", headers={"accept-language": "fr"}).content.decode()
    assert closed in page
    assert place_of(kind) in page


def test_a_kind_whose_department_was_closed_is_received_by_nobody(
    client: Client, kind: CaseKind
) -> None:
    CaseKind.objects.update(department=department())
    Department.objects.update(closed_on=timezone.localdate())
    assert [row.pk for row in without_receiver(agent("setter", "casework.configure"))] == [kind.pk]
    page = client.get("/requests/new/", headers={"accept-language": "fr"}).content.decode()
    assert "Aucune demande ne peut être déposée en ligne" in page
