"""The live page and its list, as a browser without scripts gets them."""

import datetime as dt
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client, RequestFactory

from demo.models import LoadedCity
from fleet.models import Vehicle
from municipality import context
from telemetry.models import Device
from tests.dashboard.city import make_cabinet, make_lamp, make_line, make_vehicle

pytestmark = pytest.mark.django_db
LIST = "/live/list/"
QUERIES = 3  # how many, the rows of a page, and whether anything is invented


def codes(client: Client, query: str) -> list[str]:
    """Return the codes that the list shows."""
    return [row.code for row in client.get(f"{LIST}?{query}").context["page"]]


@pytest.fixture
def fleet() -> None:
    """Make one vehicle in each state."""
    make_vehicle("BUS-1", line=make_line())
    make_vehicle("BUS-2", speed_kmh=0)
    make_vehicle("TRK-1", "sanitation_truck", seen_ago=dt.timedelta(minutes=5))
    make_vehicle("TRK-2", "sanitation_truck", seen_ago=None)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["BUS-1", "BUS-2", "TRK-1", "TRK-2"]),
        ("show=vehicles&kind=bus", ["BUS-1", "BUS-2"]),
        ("state=moving", ["BUS-1"]),
        ("state=standing", ["BUS-2"]),
        ("state=stale", ["TRK-1"]),
        ("state=silent", ["TRK-2"]),
        ("q=trk", ["TRK-1", "TRK-2"]),
        ("kind=sanitation_truck&state=silent&q=2", ["TRK-2"]),
        ("kind=rocket&state=flying", ["BUS-1", "BUS-2", "TRK-1", "TRK-2"]),
        ("show=nothing&page=77", ["BUS-1", "BUS-2", "TRK-1", "TRK-2"]),
    ],
)
def test_vehicles_are_filtered(client: Client, fleet: None, query: str, found: list[str]) -> None:
    assert codes(client, query) == found


def test_lamps_with_faults_come_first(client: Client) -> None:
    make_lamp("L-1", fault=2)
    make_lamp("L-2")
    make_lamp("L-3", seen_ago=dt.timedelta(days=2))
    make_lamp("L-4", has_device=False)
    assert codes(client, "show=lamps") == ["L-1"]
    assert codes(client, "show=lamps&state=silent") == ["L-3"]
    assert codes(client, "show=lamps&state=lit") == ["L-1", "L-2"]
    assert codes(client, "show=lamps&state=") == ["L-1", "L-2", "L-3", "L-4"]


def test_cabinets_are_filtered(client: Client) -> None:
    make_cabinet("C-1")
    make_cabinet("C-2", seen_ago=None)
    assert codes(client, "show=cabinets") == ["C-1", "C-2"]
    assert codes(client, "show=cabinets&state=reporting") == ["C-1"]
    assert codes(client, "show=cabinets&state=silent") == ["C-2"]


def test_a_long_list_has_pages_that_keep_the_filter(client: Client) -> None:
    for number in range(60):
        make_lamp(f"L-{number:02}", fault=1)
    response = client.get(f"{LIST}?show=lamps&state=faulty&page=2")
    assert next(iter(response.context["page"])).code == "L-50"
    assert 'href="?show=lamps&amp;state=faulty&amp;page=1"' in response.content.decode()


@pytest.mark.parametrize("show", ["vehicles", "lamps", "cabinets"])
def test_rows_take_no_queries_of_their_own(
    client: Client, django_assert_num_queries, settings: Any, show: str
) -> None:
    settings.DEMONSTRATION = False
    line = make_line()
    for number in range(8):
        make_vehicle(f"B-{number}", line=line)
        make_lamp(f"L-{number}", fault=1)
        make_cabinet(f"C-{number}")
    with django_assert_num_queries(QUERIES):
        client.get(f"{LIST}?show={show}")


def test_the_live_page_shows_figures_before_any_script(client: Client) -> None:
    make_vehicle("BUS-1")
    make_vehicle("BUS-2", seen_ago=None)
    page = client.get("/", headers={"Accept-Language": "fr"}).content.decode()
    assert '<b data-figure="vehicles.reporting"><bdi>1</bdi></b>' in page
    assert '<span data-figure="vehicles.total"><bdi>2</bdi></span>' in page


def test_the_live_page_leads_to_its_list(client: Client) -> None:
    assert f'href="{LIST}"' in client.get("/").content.decode()


@pytest.mark.parametrize("path", ["/", LIST, "/live/snapshot.json"])
def test_pages_are_only_read(client: Client, path: str) -> None:
    assert client.post(path).status_code == 405
    assert client.head(path).status_code == 200


@pytest.mark.parametrize("invented", ["nothing", "device", "vehicle", "city"])
def test_a_page_says_that_what_the_database_holds_is_simulated(
    client: Client, invented: str, settings: Any
) -> None:
    settings.DEMONSTRATION = False
    vehicle = make_vehicle("BUS-1")
    if invented == "device":
        Device.objects.update(is_simulated=True)
    elif invented == "vehicle":
        Vehicle.objects.filter(pk=vehicle.pk).update(is_simulated=True)
    elif invented == "city":
        LoadedCity.objects.create(lamps=1, vehicles=1, seed=1, edition=1)
    page = client.get("/", headers={"Accept-Language": "en"}).content.decode()
    assert ("Simulated data" in page) is (invented != "nothing")


def test_a_page_is_shown_though_the_database_is_away(
    monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.DEMONSTRATION = False

    def away() -> bool:
        raise OperationalError

    monkeypatch.setattr(context, "_find_simulated", away)
    assert context.site(RequestFactory().get("/"))["is_demonstration"] is False
