"""A deposit says where it is: kept with the case, shown on its page, refused beside the field."""

import pytest
from django.urls import reverse

from casework.models import Case
from tests.casework.files import clerk, opened, request_kind
from tests.gis.test_places import commune
from tests.people.organisation import at_desk, grant, make_user

__all__ = ["commune"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("commune")]
TYPED = {
    "subject": "إصلاح الرصيف",
    "applicant_kind": "person",
    "name": "سعيد المثال",
    "language": "fr",
    "channel": "counter",
    "territory": "07.01",
    "place": "زنقة الحرية، قرب المسجد",
    "latitude": "31.55",
    "longitude": "-8.05",
}


def typed(**more: str) -> dict[str, str]:
    """Return what is typed into the form of a deposit."""
    return {**TYPED, "kind": str(request_kind().pk), **more}


@pytest.fixture
def desk(client):
    """Return a browser in which a superuser is signed in."""
    return at_desk(client, clerk())


@pytest.mark.parametrize("address", ["casework:new", "requests:new"])
def test_the_place_is_kept_with_the_case(desk, address):
    assert desk.post(reverse(address), typed()).status_code == 302
    case = Case.objects.get()
    assert case.territory_code == "07.01"
    assert case.place == TYPED["place"]
    assert case.geom
    assert (case.geom.x, case.geom.y, case.geom.srid) == (-8.05, 31.55, 4326)


def test_a_deposit_needs_no_place(desk):
    nowhere = dict.fromkeys(("territory", "place", "latitude", "longitude"), "")
    assert desk.post(reverse("casework:new"), typed(**nowhere)).status_code == 302
    case = Case.objects.get()
    assert (case.territory_code, case.place, case.geom) == ("", "", None)


def test_the_page_of_the_case_shows_the_place_in_words_and_figures(desk):
    desk.post(reverse("casework:new"), typed(territory=""))
    page = desk.get(reverse("casework:case", args=[Case.objects.get().pk])).content.decode()
    assert "Nom 07.01" in page
    assert TYPED["place"] in page
    assert "31.55000, -8.05000" in page
    assert 'data-latitude="31.55"' in page


def test_the_applicant_sees_the_place_too(client):
    client.post(reverse("requests:new"), typed())
    page = client.get(reverse("requests:case", args=[Case.objects.get().pk])).content.decode()
    assert TYPED["place"] in page


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("latitude", "north", "decimal number"),
        ("latitude", "", "neither"),
        ("latitude", "33.5", "outside the commune"),
        ("longitude", "200", "less than or equal"),
        ("territory", "07.02", "Nom 07.01"),
        ("territory", "99", "valid choice"),
    ],
)
@pytest.mark.parametrize("address", ["casework:new", "requests:new"])
def test_a_wrong_place_is_told_beside_the_field_and_nothing_is_lost(
    desk, address, field, value, words
):
    answer = desk.post(reverse(address), typed(**{field: value}))
    assert answer.status_code == 422
    assert words in str(answer.context["form"].errors[field])
    page = answer.content.decode()
    for name in {"subject", "name", "place", "longitude"} - {field}:
        assert TYPED[name] in page, name
    assert not Case.objects.exists()


def test_staff_deposit_where_their_role_reaches(client):
    clerk_here = make_user()
    grant("casework.deposit", user=clerk_here, territory_code="07.01")
    at_desk(client, clerk_here)
    elsewhere = typed(territory="07.02", latitude="", longitude="")
    answer = client.post(reverse("casework:new"), elsewhere)
    assert answer.status_code == 422
    assert "may not deposit" in str(answer.context["form"].errors["territory"])
    assert TYPED["subject"] in answer.content.decode()
    assert client.post(reverse("casework:new"), typed()).status_code == 302


def test_the_list_is_narrowed_to_a_territory(desk):
    desk.post(reverse("casework:new"), typed())
    other, _secret = opened()
    shown = desk.get(reverse("casework:list"), {"territory": "07.01"}).content.decode()
    assert Case.objects.get(territory_code="07.01").reference in shown
    assert other.reference not in shown
