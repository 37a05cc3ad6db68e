"""The live page in a real browser: what moves, what can be done with a mouse and without one."""

import datetime as dt
import time
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from fleet.models import Vehicle
from tests.dashboard.city import (
    CENTRE,
    make_lamp,
    make_line,
    make_street,
    make_territory,
    make_vehicle,
)
from tests.dashboard.conftest import Site, Visit, await_true

pytestmark = pytest.mark.browser
PHONE = (360, 740)


@pytest.fixture
def bus(site: Site) -> Vehicle:
    """Make a small city with one bus."""
    make_territory()
    make_street()
    make_lamp("L-1")
    return make_vehicle("BUS-1", line=make_line(), speed_kmh=20)


def device_of(vehicle: Vehicle) -> int:
    """Return the device that is in a vehicle."""
    return int(vehicle.fittings.get().device_id)


def row_of(vehicle: Vehicle, east: float = 0.0) -> list[Any]:
    """Return a position of the stream, some degrees east of the centre."""
    lon, lat = CENTRE
    return [device_of(vehicle), int(time.time() * 1000), lon + east, lat, 30.0, 90]


def place_of(page: Page, vehicle: Vehicle) -> float | None:
    """Return the longitude at which the page has a vehicle."""
    known = f"liveCity.fleet.vehicles.get({device_of(vehicle)})?.lon"
    found = page.evaluate(f"window.liveCity ? {known} ?? null : null")
    return None if found is None else float(found)


def await_place(page: Page, vehicle: Vehicle) -> None:
    """Wait until the page knows where a vehicle is."""
    await_true(page, f"window.liveCity?.fleet.vehicles.get({device_of(vehicle)})?.lon")


def test_a_published_position_moves_the_vehicle(visit: Visit, site: Site, bus: Vehicle) -> None:
    page = visit()
    await_place(page, bus)
    expect(page.locator("#badge")).to_have_text("En direct")
    site.publish("live:positions", [row_of(bus, east=0.01)])
    await_true(
        page,
        f"liveCity.fleet.vehicles.get({device_of(bus)}).lon > {CENTRE[0] + 0.009}",
        timeout_s=3,
    )


def test_counters_change_by_themselves(visit: Visit, site: Site, bus: Vehicle) -> None:
    page = visit()
    shown = page.locator("[data-figure='vehicles.reporting']")
    expect(shown).to_have_text("1")
    make_vehicle("BUS-2")
    expect(shown).to_have_text("2", timeout=8000)


def test_a_new_vehicle_is_asked_for(visit: Visit, site: Site, bus: Vehicle) -> None:
    page = visit()
    await_place(page, bus)
    page.evaluate("window.performance.now = () => 1e9")  # the last snapshot is long ago
    other = make_vehicle("BUS-2")
    site.publish("live:positions", [row_of(other)])
    await_place(page, other)


def test_events_arrive_on_top(visit: Visit, site: Site, bus: Vehicle) -> None:
    page = visit(language="ar")
    await_place(page, bus)
    told = {
        "device_id": device_of(bus),
        "at_ms": int(time.time() * 1000),
        "code": "harsh_braking",
        "severity": "warning",
    }
    site.publish("live:events", [told])
    first = page.locator("#events li").first
    expect(first).to_contain_text("فرملة مفاجئة")
    expect(first).to_contain_text("BUS-1")


def test_a_click_on_a_vehicle_opens_its_card(visit: Visit, bus: Vehicle) -> None:
    page = visit()
    await_place(page, bus)
    lon, lat = CENTRE
    point = page.evaluate(f"liveCity.map.latLngToContainerPoint([{lat}, {lon}])")
    page.locator("#map").click(position={"x": point["x"], "y": point["y"]})
    card = page.locator("#card")
    expect(card).to_contain_text("BUS-1")
    expect(card).to_contain_text("20 km/h")
    expect(card).to_contain_text("Ligne 1")
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()


def test_a_vehicle_is_found_and_followed_by_keyboard(
    visit: Visit, site: Site, bus: Vehicle
) -> None:
    page = visit()
    await_place(page, bus)
    page.locator("#search-code").focus()
    page.keyboard.type("bus")
    expect(page.locator("#search-found [role=option]")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#card")).to_contain_text("BUS-1")
    site.publish("live:positions", [row_of(bus, east=0.03)])
    await_true(page, f"Math.abs(liveCity.map.getCenter().lng - {CENTRE[0] + 0.03}) < 0.001")


def test_kinds_can_be_hidden(visit: Visit, bus: Vehicle) -> None:
    page = visit()
    await_place(page, bus)
    await_true(page, "liveCity.vehicles.drawn.length === 1")
    page.locator("[data-kind=bus]").click()
    expect(page.locator("[data-kind=bus]")).to_have_attribute("aria-pressed", "false")
    await_true(page, "liveCity.vehicles.drawn.length === 0")


def test_an_old_position_is_shown_as_old(visit: Visit, site: Site) -> None:
    old = make_vehicle("BUS-9", seen_ago=dt.timedelta(minutes=5))
    page = visit(language="en")
    await_place(page, old)
    await_true(page, "liveCity.vehicles.drawn[0]?.state === 'stale'")
    expect(page.locator("#badge")).to_contain_text("No message since")


def test_lamps_are_fetched_again_when_they_change(visit: Visit, site: Site, bus: Vehicle) -> None:
    page = visit()
    await_place(page, bus)
    with page.expect_request(
        lambda request: "/tiles/lamps/" in request.url and "?v=" in request.url
    ):
        site.publish("live:lamps", {"changed": 1})


def test_the_page_comes_back_after_an_interruption(visit: Visit, bus: Vehicle) -> None:
    page = visit()
    expect(page.locator("#badge")).to_have_text("En direct")
    page.context.set_offline(True)
    page.evaluate("liveCity.stream.drop()")
    expect(page.locator("#badge")).to_contain_text("Connexion perdue")
    page.context.set_offline(False)
    expect(page.locator("#badge")).to_have_text("En direct", timeout=15_000)


def test_the_map_moves_by_keyboard(visit: Visit, bus: Vehicle) -> None:
    page = visit()
    await_place(page, bus)
    before = page.evaluate("liveCity.map.getCenter().lng")
    page.locator("#map").focus()
    page.keyboard.press("ArrowRight")
    await_true(page, f"liveCity.map.getCenter().lng > {before}")


def test_the_sheet_of_a_phone_opens_and_closes(visit: Visit, bus: Vehicle) -> None:
    page = visit(size=PHONE)
    handle, body = page.locator("#panel-handle"), page.locator("#panel-body")
    expect(body).to_be_hidden()
    handle.press("Enter")
    expect(body).to_be_visible()
    expect(handle).to_have_attribute("aria-expanded", "true")
    handle.press("Enter")
    expect(body).to_be_hidden()


def test_the_choice_of_colours_is_kept(visit: Visit, bus: Vehicle) -> None:
    page = visit("/live/list/")
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    light = page.evaluate(ground)
    page.locator("[data-theme-switch]").click()
    dark = page.evaluate(ground)
    assert dark != light
    page.reload()
    assert page.evaluate(ground) == dark


def test_the_list_works_without_scripts(visit: Visit, bus: Vehicle) -> None:
    make_vehicle("TRK-1", "sanitation_truck")
    page = visit("/live/list/", java_script_enabled=False)
    page.locator("select[name=kind]").select_option("sanitation_truck")
    page.locator("main button[type=submit]").click()
    expect(page.locator("tbody th")).to_have_text(["TRK-1"])
    page.locator("button[value=ar]").click()
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.locator("tbody th")).to_have_text(["TRK-1"])
