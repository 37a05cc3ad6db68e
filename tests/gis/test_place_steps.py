"""The place of a request, found without a script, and what stands at a point."""

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from pytest_django import DjangoAssertNumQueries

from casework.models import Case
from gis.models import AddressPoint
from gis.offering import things_near
from gis.place_steps import is_step, take_step
from lighting.models import Lamp
from tests.casework.files import request_kind
from tests.gis.city import WEST, here, make_address, make_street, make_town

NOBODY = AnonymousUser()
LAMP = "Lamp L-0123, Rue Ibn Sina"
TYPED = {
    "subject": "Lampe cassée",
    "description": "Depuis lundi",
    "applicant_kind": "person",
    "name": "Saïd Exemple",
    "language": "fr",
    "sending": "a mark",
}


def posted(**values: str) -> QueryDict:
    """Return what a browser sends."""
    query = QueryDict(mutable=True)
    query.update(values)
    return query


@pytest.fixture
def town(db: None) -> None:
    """Make a street with a number and lamps: two within 30 m of the number, one beyond."""
    make_town()
    street = make_street("A1", "Rue Ibn Sina", "زنقة ابن سينا", (-8.05, 31.55))
    make_address(street, 12, here(-8.05, 31.5502))
    for code, latitude in (("L-0123", 31.5503), ("L-0124", 31.5504), ("L-0999", 31.5506)):
        Lamp.objects.create(code=code, geom=here(-8.05, latitude), street=street)


@pytest.mark.parametrize(
    ("sent", "is_one"),
    [
        ({}, False),
        ({"seek": "  "}, False),
        ({"seek": "ibn sina"}, True),
        ({"seek": "ibn sina", "sought": "ibn sina"}, False),
        ({"place_step": "at"}, True),
    ],
)
def test_a_search_sent_by_enter_is_a_step_once(sent: dict[str, str], is_one: bool) -> None:
    assert is_step(posted(**sent)) is is_one


@pytest.mark.usefixtures("town")
def test_things_are_offered_within_thirty_metres_the_nearest_first(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(1), override("en"):
        found = things_near(here(-8.05, 31.5502))
    assert [(each.ref, round(each.distance_m)) for each in found] == [
        ("L-0123", 11),
        ("L-0124", 22),
    ]
    with override("en"):
        assert found[0].words == LAMP
    with override("ar"):
        assert found[0].words.endswith("L-0123، زنقة ابن سينا")
    assert things_near(here(0, 90)) == []


@pytest.mark.usefixtures("town")
def test_the_point_is_answered_with_what_stands_there(client: Client) -> None:
    address = reverse("places:at")
    answer = client.get(
        address, {"lon": "-8.05", "lat": "31.5502"}, headers={"accept-language": "en"}
    )
    things = answer.json()["things"]
    assert things[0] == {
        "kind": "lamp",
        "ref": "L-0123",
        "words": LAMP,
        "point": [-8.05, 31.5503],
        "distance_m": pytest.approx(11.1, abs=0.1),
    }


@pytest.mark.usefixtures("town")
def test_words_that_were_typed_are_kept() -> None:
    point = {"longitude": "-8,05", "latitude": "31.5502", "place_step": "at"}
    with override("en"):
        ours = take_step(posted(**point), NOBODY)
        again = {**ours.values, "latitude": "31.5501", "longitude": "-8.0495"}
        moved = take_step(posted(**again, place_step="at"), NOBODY)
        typed = take_step(posted(**point, place="By the mosque"), NOBODY)
    assert ours.values["place"] == ours.values["filled"] == "12, Rue Ibn Sina"
    assert ours.values["territory"] == WEST
    assert moved.values["place"] == moved.values["filled"] == "Rue Ibn Sina"
    assert typed.values["place"] == "By the mosque"


@pytest.mark.usefixtures("town")
def test_what_the_request_is_about_goes_before_the_words_of_the_person() -> None:
    point = {"longitude": "-8.05", "latitude": "31.5502", "place_step": "thing:lamp:L-0123"}
    with override("en"):
        about = take_step(posted(**point, place="By the mosque"), NOBODY)
        full = take_step(posted(**point, place="x" * 200), NOBODY)
        strange = take_step(posted(**point | {"place_step": "thing:lamp:L-0999"}), NOBODY)
    assert about.values["place"] == f"{LAMP}; By the mosque"
    assert about.values["latitude"] == "31.550300"
    assert full.values["place"] == "x" * 200
    assert "place" not in strange.values


@pytest.mark.usefixtures("town")
@pytest.mark.parametrize("step", ["", "?", "pick:lamp:none", "thing:", "at", "seek"])
def test_a_step_that_leads_nowhere_loses_nothing(client: Client, step: str) -> None:
    request_kind()
    answer = client.post(reverse("requests:new"), TYPED | {"place_step": step})
    assert answer.status_code == 200
    page = answer.content.decode()
    assert all(TYPED[name] in page for name in ("subject", "description", "name", "sending"))
    assert not Case.objects.exists()


@pytest.mark.usefixtures("town")
@pytest.mark.parametrize("address", ["requests:new", "casework:new"])
def test_a_broken_lamp_is_reported_without_a_script(
    client: Client, admin_client: Client, address: str
) -> None:
    browser = client if address == "requests:new" else admin_client
    kind = request_kind()
    english = {"accept-language": "en"}

    def step(values: dict[str, str], offered: str) -> dict[str, str]:
        answer = browser.post(reverse(address), values, headers=english)
        assert answer.status_code == 200
        form = answer.context["form"]
        assert offered in re.findall('name="place_step" value="([^"]*)"', answer.content.decode())
        return {name: str(form[name].value() or "") for name in form.fields if name != "file"}

    typed = TYPED | {"kind": str(kind.pk), "channel": "counter", "seek": "12 rue ibn sina"}
    pick = next(f"pick:address:{each}" for each in _addresses())
    typed |= step(typed, pick)
    typed |= step(typed | {"place_step": pick}, "thing:lamp:L-0123")
    assert typed["place"] == "12, Rue Ibn Sina"
    typed |= step(typed | {"place_step": "thing:lamp:L-0123"}, "thing:lamp:L-0123")
    sent = {name: value for name, value in typed.items() if value and value != "False"}
    assert browser.post(reverse(address), sent).status_code == 302
    case = Case.objects.get()
    assert case.place == LAMP
    assert case.geom
    assert (case.geom.x, case.geom.y) == (-8.05, 31.5503)
    assert case.territory_code == WEST


def _addresses() -> list[int]:
    return list(AddressPoint.objects.values_list("pk", flat=True))
