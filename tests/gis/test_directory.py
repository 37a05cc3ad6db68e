"""The residents' directory, a place's page, and the staff's form."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gis.models import ServicePoint
from gis.place_points import point_of
from tests.gis.city import EAST, WEST, here, make_service, make_town
from tests.people.organisation import at_desk, grant, make_user

LIST = "/places/"


@pytest.mark.parametrize(
    ("text", "is_point"),
    [
        *(("-8.05,31.55", True), (" -8 , 31 ", True), ("", False), ("1", False), ("a,b", False)),
        *(("nan,1", False), ("inf,0", False), ("181,0", False), ("1,2,3", False)),
    ],
)
def test_a_point_in_an_address_is_two_numbers(text: str, is_point: bool) -> None:
    assert (point_of(text) is not None) is is_point


@pytest.fixture
def town(db: None) -> None:
    """Make four places in two arrondissements."""
    parts = make_town()
    always = {"opening_hours": "24/7"}
    make_service(
        "a", "Dispensaire Azli", "مستوصف أزلي", here(-8.09), territory=parts[WEST], **always
    )
    make_service("b", "Bureau de poste", "مكتب البريد", here(-8.01), category="post")
    make_service("c", "Centre de santé", "مركز صحي", here(-7.95), territory=parts[EAST])
    make_service("d", "Dépôt", "مستودع", here(-7.91), opening_hours="Mo-Su off")
    make_service("z", "Zoo fermé", "حديقة", here(-7.92), valid_to=dt.date(2001, 1, 1))


def names(client: Client, query: str) -> list[str]:
    """Return the codes of the places that a page lists."""
    response = client.get(f"{LIST}?{query}")
    assert response.status_code == 200, response.content
    return [each.code for each in response.context["page"]]


@pytest.mark.usefixtures("town")
@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("", ["b", "c", "d", "a"]),
        ("category=post", ["b"]),
        (f"territory={EAST}", ["c"]),
        ("open=on", ["a"]),
        ("near=-7.9,31.55", ["d", "c", "b", "a"]),
        ("q=مركز", ["c"]),
        ("q=sante centre", ["c"]),
        ("q=azl", ["a"]),
        ("q=%25", ["b", "c", "d", "a"]),
        ("q=nothing", []),
        ("page=99", ["b", "c", "d", "a"]),
        ("near=nonsense", ["b", "c", "d", "a"]),
    ],
)
def test_the_directory_answers_what_is_asked(client: Client, query: str, codes: list[str]) -> None:
    found = names(client, query)
    assert (sorted(found) if "near" not in query or "nonsense" in query else found) == (
        sorted(codes) if "near" not in query or "nonsense" in query else codes
    )


@pytest.mark.usefixtures("town")
def test_what_is_not_offered_is_told_beside_its_field(client: Client) -> None:
    response = client.get(f"{LIST}?category=casino&q=poste")
    assert response.status_code == 422
    assert "category" in response.context["form"].errors
    assert b'value="poste"' in response.content


@pytest.mark.usefixtures("town")
def test_a_list_costs_the_same_for_a_few_places_and_for_many(client: Client) -> None:
    address = f"{LIST}?near=-8,31.55&open=on&q=e"
    client.get(address)
    counts = set()
    for many in (0, 30):
        for number in range(many):
            make_service(f"m{number}", f"Lieu {number}", "مرفق", here(-8.0), opening_hours="24/7")
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        counts.add(len(queries))
    assert len(counts) == 1
    assert counts.pop() <= 14


@pytest.mark.usefixtures("town")
def test_the_search_box_is_answered(client: Client) -> None:
    answer = client.get(reverse("places:search"), {"q": "gueliz", "near": "-8.05,31.55"}).json()
    (first, *_rest) = answer["results"]
    assert (first["kind"], first["label"], first["other"]) == ("territory", "Guéliz", "جليز")
    assert first["url"].startswith(f"{LIST}?near=")
    poste = client.get(reverse("places:search"), {"q": "poste"}).json()["results"][0]
    assert poste["url"] == reverse("places:place", args=["b"])
    for limit in ("0", "-1", "x", "1000"):
        assert client.get(reverse("places:search"), {"q": "e", "limit": limit}).status_code == 200


@pytest.mark.usefixtures("town")
def test_a_point_is_told_where_it_lies(client: Client) -> None:
    answer = client.get(reverse("places:at"), {"lon": "-8.0901", "lat": "31.55"}).json()
    assert answer["territory"] == WEST
    assert {each["kind"] for each in answer["nearest"]} == {"service"}
    assert answer["nearest"][0]["distance_m"] == pytest.approx(9.5, abs=0.2)
    assert client.get(reverse("places:at"), {"lon": "200", "lat": "x"}).status_code == 400
    assert client.get(reverse("places:at")).status_code == 400


@pytest.mark.usefixtures("town")
@pytest.mark.parametrize(("language", "hours"), [("fr", "Tous les jours"), ("ar", "كل يوم")])
def test_a_place_has_a_page(client: Client, language: str, hours: str) -> None:
    page = client.get(reverse("places:place", args=["a"]), headers={"Accept-Language": language})
    assert hours in page.content.decode()
    assert client.get(reverse("places:place", args=["z"])).status_code == 404


NEW: dict[str, Any] = {
    "code": "new",
    "category": "park",
    "name_ar": "حديقة",
    "name_fr": "Jardin",
    "phone": "0524 43 61 31",
    "opening_hours": "Mo-Fr 08:30-16:30",
    "valid_from": "2026-01-01",
    "latitude": "31,55",
    "longitude": "-8.05",
}


@pytest.fixture
def keeper(client: Client, town: None) -> Client:
    """Make somebody who looks after the directory."""
    person = make_user()
    grant("territory.manage", user=person)
    return at_desk(client, person)


def test_the_staff_enter_a_place_and_change_it(keeper: Client) -> None:
    assert keeper.post(reverse("places:create"), NEW).status_code == 302
    place = ServicePoint.objects.get(code="new", territory__code=WEST)
    assert place.phone == "+212524436131"
    address = reverse("places:change", args=["new"])
    assert keeper.post(address, NEW | {"name_fr": "Parc"}).status_code == 302
    place.refresh_from_db()
    assert place.name_fr == "Parc"
    assert b"31.55" in keeper.get(address).content
    assert b"Parc" in keeper.get(reverse("places:manage")).content


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("phone", "12", "telephone"),
        ("opening_hours", "Mo-Xx 9-10", "Mo-Xx 9-10"),
        ("latitude", "40", "outside"),
        ("longitude", "", "required"),
        ("valid_to", "2020-01-01", "end must come after"),
        ("code", "a", "already exists"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_typed_is_lost(
    keeper: Client, field: str, typed: str, words: str
) -> None:
    response = keeper.post(reverse("places:create"), NEW | {field: typed})
    assert response.status_code == 422
    assert words in str(response.context["form"].errors)
    assert "Jardin" in response.content.decode()
    assert not ServicePoint.objects.filter(code="new").exists()
