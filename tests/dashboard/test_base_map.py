"""The base map in a real browser: an archive fetched in parts, the switch, and what stands in."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page, Route, expect

from gis.basemap.configuration import Configuration
from gis.basemap.services import build_basemap
from tests.axe import barriers
from tests.casework.files import request_kind
from tests.dashboard.city import make_street, make_territory
from tests.dashboard.conftest import Site, Visit, await_true
from tests.gis.basemap.extracts import CENTRE, small_town

pytestmark = pytest.mark.browser
PHONE = (360, 740)
TILES = "/raster/{z}/{x}/{y}.png"


@pytest.fixture(autouse=True)
def warm(site: Site, client: Client) -> None:
    """Have addresses and templates loaded before a browser waits for them."""
    client.get("/live/list/")


@pytest.fixture
def town(site: Site, settings: Any, tmp_path: Path) -> None:
    """Make a small city, and an archive of its town."""
    make_territory()
    make_street()
    source = small_town().write(tmp_path / "town.osm.pbf")
    build_basemap(source=source, folder=tmp_path, name="town", title="Town")
    settings.BASEMAP = Configuration(tmp_path)


def shown(page: Page) -> str:
    """Return the name of the base map that a page shows."""
    await_true(page, "Boolean(window.liveCity)")
    return str(page.evaluate("liveCity.base.offer.name"))


def roads_at(page: Page) -> int:
    """Return how many roads of an archive the map has where the town lies."""
    lon, lat = CENTRE
    found = f"liveCity.base.layers.at(-1).queryTileFeaturesDebug({lon}, {lat}, 40).get('base')"
    return int(page.evaluate(f"({found} ?? []).filter((f) => f.layerName === 'roads').length"))


def test_an_archive_comes_in_parts_and_is_drawn(visit: Visit, town: None) -> None:
    page = visit("/live/list/")
    parts: list[int] = []
    page.on("response", lambda each: parts.append(each.status) if ".pmtiles" in each.url else None)
    page.goto(page.url.replace("/live/list/", "/"))
    assert shown(page) == "town"
    lon, lat = CENTRE
    page.evaluate(f"liveCity.map.setView([{lat}, {lon}], 15, {{ animate: false }})")
    lookup = f"liveCity.base.layers.at(-1).queryTileFeaturesDebug({lon}, {lat}, 40).get('base')"
    await_true(page, f"({lookup} ?? []).some((f) => f.layerName === 'roads')")
    assert roads_at(page) > 0
    assert set(parts) == {206}
    expect(page.locator(".leaflet-control-attribution")).to_have_text("© OpenStreetMap")


def test_readers_choose_by_keyboard_and_are_remembered(visit: Visit, town: None) -> None:
    page = visit(language="ar")
    switch = page.locator(".basemap-switch")
    expect(switch.locator("summary")).to_have_text("خريطة الأساس")
    switch.locator("summary").press("Enter")
    switch.get_by_label("Town").press("ArrowDown")
    expect(switch.get_by_label("خريطة مبسطة")).to_be_checked()
    assert shown(page) == "plain"
    expect(page.locator(".leaflet-control-attribution")).to_be_hidden()
    page.keyboard.press("Escape")
    expect(switch.locator("fieldset")).to_be_hidden()
    page.reload()
    assert shown(page) == "plain"


def test_the_switch_in_a_form_is_no_part_of_it(visit: Visit, town: None) -> None:
    request_kind()
    page = visit("/requests/new/")
    page.locator("[data-place-open]").click()
    switch = page.locator(".basemap-switch")
    switch.locator("summary").click()
    assert not barriers(page)
    option = switch.locator("input").last
    option.check()
    expect(option).to_be_checked()
    assert option.evaluate("(input) => input.form === null")
    option.press("Enter")
    expect(page).to_have_url(re.compile("/requests/new/$"))


def test_on_a_phone_the_attribution_stands_clear_of_the_sheet(visit: Visit, town: None) -> None:
    page = visit(size=PHONE)
    credit = page.locator(".leaflet-control-attribution a")
    expect(credit).to_be_visible()
    credit.click(trial=True)


def test_with_one_base_map_there_is_nothing_to_choose(
    visit: Visit, site: Site, settings: Any, tmp_path: Path
) -> None:
    settings.BASEMAP = Configuration(tmp_path)
    page = visit()
    assert shown(page) == "plain"
    expect(page.locator(".basemap-switch")).to_have_count(0)


def test_the_plain_map_stands_in_for_a_provider_that_is_away(
    visit: Visit, site: Site, settings: Any, tmp_path: Path
) -> None:
    settings.BASEMAP = Configuration(tmp_path, tiles=TILES, title="Aerial")
    page = visit("/live/list/")

    def not_a_picture(route: Route) -> None:
        route.fulfill(status=200, content_type="image/png", body="away")

    page.route("**/raster/**", not_a_picture)
    page.goto(page.url.replace("/live/list/", "/"))
    await_true(page, "window.liveCity?.base.offer.name === 'plain'")
    assert page.evaluate("localStorage.getItem('basemap')") is None
