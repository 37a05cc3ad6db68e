"""Every page by axe, in each language, light and dark, on a phone and on a desk."""

from typing import Any

import pytest

from tests.axe import barriers
from tests.dashboard.city import make_cabinet, make_lamp, make_line, make_territory, make_vehicle
from tests.dashboard.conftest import Site, Visit, await_true

pytestmark = pytest.mark.browser
PAGES = {
    "live": "/",
    "vehicles": "/live/list/",
    "lamps": "/live/list/?show=lamps&state=",
    "cabinets": "/live/list/?show=cabinets",
    "nobody": "/live/list/?q=nobody",
}
LANGUAGES = ("ar", "fr", "en")
SCHEMES: tuple[Any, ...] = ("light", "dark")
SIZES = {"phone": (360, 740), "desk": (1440, 900)}
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def city(site: Site) -> None:
    """Make something of every kind."""
    make_territory()
    make_vehicle("BUS-1", line=make_line())
    make_vehicle("TRK-1", "sanitation_truck", seen_ago=None)
    make_lamp("L-1", fault=1)
    make_lamp("L-2")
    make_cabinet("C-1")


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_everyone_can_use_every_page(visit: Visit, city: None, language: str, path: str) -> None:
    page = visit(path, language=language)
    if path == "/":
        await_true(page, "window.liveCity?.fleet.vehicles.size === 2")
    for size in SIZES.values():
        page.set_viewport_size({"width": size[0], "height": size[1]})
        if path == "/" and size == SIZES["phone"]:
            page.locator("#panel-handle").click()
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            assert not barriers(page), (path, size, scheme)
        assert page.evaluate(OVERFLOW) <= 0, (path, size)


@pytest.mark.parametrize("language", LANGUAGES)
def test_everyone_can_use_the_card(visit: Visit, city: None, language: str) -> None:
    page = visit(language=language, size=SIZES["phone"])
    await_true(page, "window.liveCity?.fleet.vehicles.size === 2")
    page.locator("#panel-handle").click()
    page.locator("#search-code").fill("BUS")
    page.locator("#search-code").press("Enter")
    page.locator("#card").wait_for()
    assert not barriers(page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_everyone_can_use_the_error_page(chromium: Any, site: Site, language: str) -> None:
    context = chromium.new_context(locale=language)
    page = context.new_page()
    page.goto(f"{site.url}/nothing/")
    assert not barriers(page)
    context.close()
