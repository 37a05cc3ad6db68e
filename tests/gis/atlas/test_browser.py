"""The map page in a real browser: layers, search, what lies at a point, measures, areas, days."""

import datetime as dt
import re
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from playwright.sync_api import Page, expect

from tests.axe import barriers
from tests.dashboard.conftest import Site, Visit, await_true, chromium, redis_socket, site, visit
from tests.gis.city import WEST, here, make_address, make_service, make_street, make_town

__all__ = ["chromium", "redis_socket", "site", "visit"]
pytestmark = [pytest.mark.browser, pytest.mark.slow]
LON, LAT = -8.05, 31.55
HERE = f"/map/?lon={LON}&lat={LAT}&zoom=17"
CHANGE = dt.date(2020, 1, 1)
PHONE = (360, 740)


@pytest.fixture(autouse=True)
def town(site: Site, client: Client) -> None:
    """Make a town, and have addresses and templates loaded before a browser waits for them."""
    territory = make_town()[WEST]
    street = make_street("S1", "Rue de la Liberté", "زنقة الحرية", (LON, LAT))
    make_address(street, 12, here(LON, LAT), territory=territory)
    make_service("old", "Ancien dispensaire", "مستوصف قديم", here(LON, LAT), valid_to=CHANGE)
    make_service("new", "Centre de santé", "مركز صحي", here(LON, LAT), valid_from=CHANGE)
    client.get("/map/")
    connections.close_all()


def opened(visit: Visit, path: str = HERE, **options: Any) -> Page:
    """Open the map and wait until it stands."""
    page = visit(path, reduced_motion="reduce", **options)
    await_true(page, "Boolean(window.atlas)")
    return page


def tap(page: Page, x: float, y: float) -> None:
    """Tap the map so many pixels beside its middle; a pause keeps two from being a double tap."""
    box = page.locator("#map").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2 + x, box["y"] + box["height"] / 2 + y)
    page.wait_for_timeout(350)


def address(page: Page, part: str) -> None:
    """Wait until the address of the page has a part."""
    await_true(page, f"location.search.includes({part!r})")


def test_a_layer_is_switched_and_kept_in_the_address(visit: Visit) -> None:
    page = opened(visit)
    expect(page.get_by_label("Points de service", exact=True)).to_be_checked()
    page.get_by_label("Voies", exact=True).check()
    await_true(page, "atlas.layers.shown.has('streets')")
    address(page, "layers=streets,")
    page.get_by_label("Adresses", exact=True).check()
    page.evaluate("atlas.map.setZoom(15, { animate: false })")
    expect(page.locator("li:has(#layer-addresses) [data-far]")).to_be_visible()
    page.get_by_label("Adresses", exact=True).uncheck()
    assert not page.evaluate("atlas.layers.shown.has('addresses')")
    assert not barriers(page)


def test_a_place_is_found_and_told(visit: Visit) -> None:
    page = opened(visit, "/map/", language="ar")
    page.locator("[data-search-box] input").fill("مركز صحي")
    page.get_by_role("option").first.click()
    expect(page.locator("#atlas-part-point .found__title").first).to_contain_text("مركز صحي")
    expect(page.locator("#atlas-part-point")).to_contain_text("زنقة الحرية")
    assert page.evaluate("atlas.map.getZoom()") == 17
    address(page, "pick=")
    assert not barriers(page)


def test_a_point_is_asked_for_with_the_keyboard_alone(visit: Visit) -> None:
    page = opened(visit)
    page.locator("#map").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#atlas-part-point")).to_contain_text("Centre de santé")
    before = page.evaluate("atlas.map.getCenter().lng")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("-")
    await_true(page, f"atlas.map.getCenter().lng > {before} && atlas.map.getZoom() === 16")
    page.keyboard.press("Escape")
    await_true(page, "atlas.state.pick === null")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") != "map"


def test_what_is_shared_is_opened_again(visit: Visit) -> None:
    page = opened(visit)
    tap(page, 0, 0)
    expect(page.locator("#atlas-part-point")).to_contain_text("Centre de santé")
    page.locator("[data-copy]").click()
    link = page.locator("#atlas-address").input_value()
    again = opened(visit, link.replace(page.url.split("/map/")[0], ""))
    expect(again.locator("#atlas-part-point")).to_contain_text("Centre de santé")
    assert again.evaluate("atlas.map.getZoom()") == 17


def test_a_distance_and_an_area_are_measured(visit: Visit) -> None:
    page = opened(visit)
    page.locator("[data-part=measure]").click()
    page.locator("[data-measure=line]").click()
    tap(page, 0, 0)
    tap(page, 200, 0)
    metres = page.evaluate(
        "(() => { const [[a, b], [c, d]] = atlas.drawing.sketch.points;"
        " return L.latLng(b, a).distanceTo([d, c]); })()"
    )
    told = page.locator("#atlas-part-measure dd").first.inner_text()
    assert float(re.sub(r"[^0-9,]", "", told).replace(",", ".")) == pytest.approx(metres, rel=0.01)
    page.locator("[data-measure=area]").click()
    page.locator("#map").focus()
    for key in ("Enter", "ArrowRight", "Enter", "ArrowDown", "Enter"):
        page.keyboard.press(key)
        page.wait_for_timeout(400)
    expect(page.locator("#atlas-part-measure dd")).to_have_count(2)
    expect(page.locator("#atlas-part-measure dd").last).to_contain_text("m²")
    page.keyboard.press("Backspace")
    expect(page.locator("#atlas-part-measure dd")).to_have_count(1)
    assert not barriers(page)


def test_measures_are_those_of_the_ellipsoid(visit: Visit) -> None:
    page = opened(visit)
    url = page.evaluate("[...document.scripts].find((each) => each.src.includes('atlas/main')).src")
    ring = [[-8.05, 31.5], [-8.0, 31.5], [-8.0, 31.55], [-8.05, 31.55]]
    found = page.evaluate(
        "async ([address, ring]) => {"
        " const text = await (await fetch(address)).text();"
        " const path = text.match(/measure[^\"']*\\.js/)[0];"
        " const measure = await (await fetch(new URL(path, address))).text();"
        " const name = measure.match(/geodesy[^\"']*\\.js/)[0];"
        " const geodesy = await import(new URL(name, address));"
        " return [geodesy.length(ring), geodesy.area(ring)]; }",
        [url, ring],
    )
    with connections["default"].cursor() as cursor:
        corners = ", ".join(f"{lon} {lat}" for lon, lat in ring)
        cursor.execute(
            f"SELECT ST_Length('LINESTRING({corners})'::geography), "
            f"ST_Area('POLYGON(({corners}, -8.05 31.5))'::geography)"
        )
        assert found == pytest.approx(cursor.fetchone(), rel=1e-5)
    connections.close_all()


def test_an_area_is_counted_and_leads_to_the_same_as_a_list(visit: Visit) -> None:
    page = opened(visit)
    page.locator("[data-part=area]").click()
    page.locator("[data-within=box]").click()
    tap(page, -100, -100)
    tap(page, 100, 100)
    counted = page.locator("#atlas-part-area .counted li", has_text="Points de service")
    expect(counted.locator("b")).to_have_text("1")
    address(page, "area=")
    assert not barriers(page)
    shared = page.url
    page.locator("#atlas-part-area .button", has_text="liste").click()
    expect(page.locator(".found__one")).to_contain_text("Centre de santé")
    page.goto(shared)
    expect(page.locator("#atlas-part-area .counted li")).to_have_count(3)


def test_another_day_is_shown(visit: Visit) -> None:
    page = opened(visit, f"{HERE}&pick={LON},{LAT}&layers=service_points")
    point = page.locator("#atlas-part-point")
    expect(point).to_contain_text("Centre de santé")
    page.locator("[data-part=day]").click()
    page.locator("#atlas-slider").focus()
    page.keyboard.press("Home")
    address(page, "on=2000-01-01")
    expect(page.locator("#atlas-day-badge")).to_contain_text("2000")
    tap(page, 0, 0)
    expect(point).to_contain_text("Ancien dispensaire")
    expect(point).not_to_contain_text("مركز صحي")
    page.locator("[data-part=day]").click()
    assert not barriers(page)
    page.locator("[data-today]").click()
    await_true(page, "!location.search.includes('&on=')")


@pytest.mark.parametrize(("language", "side"), [("ar", "left"), ("fr", "right")])
def test_a_phone_has_a_sheet_and_mirrored_controls(visit: Visit, language: str, side: str) -> None:
    page = opened(visit, language=language, scheme="dark", size=PHONE)
    body = page.locator("#atlas-body")
    expect(body).to_be_hidden()
    page.locator("#atlas-handle").click()
    expect(body).to_be_visible()
    box = page.locator(".leaflet-control-zoom").bounding_box()
    assert box is not None
    assert (box["x"] < PHONE[0] / 2) == (side == "left")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    assert not barriers(page)


def test_without_scripts_the_layers_lead_to_the_list(visit: Visit) -> None:
    page = visit(HERE, java_script_enabled=False)
    expect(page.locator("noscript .alert, .alert").first).to_be_visible()
    page.get_by_label("Adresses", exact=True).check()
    page.locator("[form=atlas-layers]").click()
    expect(page.locator("h1")).to_have_text("La carte en liste")
    expect(page.locator("body")).to_contain_text("12 Rue de la Liberté")
