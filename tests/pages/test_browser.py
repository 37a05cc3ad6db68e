"""Every page in Chromium, in each language, light and dark: barriers, width, weight, complaints."""

import gzip
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, Literal

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client
from playwright.sync_api import Browser, ConsoleMessage, Error, Page, Response, ViewportSize

from tests.axe import barriers
from tests.dashboard.conftest import PATIENCE_MS, Site
from tests.pages.conftest import House, furnished
from tests.pages.registry import Page as Known

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LANGUAGES = ("ar", "fr", "en")
PHONE = ViewportSize(width=360, height=740)
DESK = ViewportSize(width=1440, height=900)
WAYS: tuple[tuple[Literal["light", "dark"], ViewportSize], ...] = (("light", DESK), ("dark", PHONE))
"""How each page is judged in each language; the last way is the narrow one."""
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
KILOBYTE = 1000
BUDGETS = {"resident": 150 * KILOBYTE, "staff": 250 * KILOBYTE, "dashboard": 500 * KILOBYTE}
"""Most bytes of compressed JavaScript and CSS, by who a page is for."""


@pytest.fixture
def home(site: Site) -> House:
    """Furnish the house that the browser visits.

    In a thread of its own: Playwright keeps an event loop in this one, and signing runs one.
    """
    with ThreadPoolExecutor(1) as apart:
        return apart.submit(furnished_apart).result()


def furnished_apart() -> House:
    """Furnish the house, and leave no connection behind."""
    try:
        return furnished()
    finally:
        connections.close_all()


@contextmanager
def visitor(chromium: Browser, site: Site, language: str, session: Client | None) -> Iterator[Page]:
    """Open a browser's window, signed in or not."""
    context = chromium.new_context(locale=language, viewport=DESK, reduced_motion="reduce")
    if session:
        name = settings.SESSION_COOKIE_NAME
        value = session.cookies[name].value
        context.add_cookies([{"name": name, "value": value, "url": site.url}])
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    yield page
    context.close()


def judged(page: Page, known: Known, root: str, scale: "Scale") -> Iterator[str]:
    """Yield what is wrong with one page, light and dark, wide and narrow."""
    page.set_viewport_size(DESK)
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    scale.came.clear()
    page.goto(root + known.url, wait_until="load")
    for scheme, size in WAYS:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.set_viewport_size(size)
        for barrier in barriers(page):
            yield f"{known.url} {scheme} {size['width']}: {barrier}"
    if (excess := page.evaluate(OVERFLOW)) > 0:
        yield f"{known.url}: {excess} px wider than a phone"
    if (weight := scale.weigh()) > budget_of(known) or not weight:  # with what came late
        yield f"{known.url}: {weight} bytes, at most {budget_of(known)}"


def listen(page: Page, complaints: list[str]) -> None:
    """Write down what the page's scripts and the browser complain of."""

    def failed(error: Error) -> None:
        complaints.append(str(error))

    def said(line: ConsoleMessage) -> None:
        if line.type == "error":
            complaints.append(line.text)

    page.on("pageerror", failed)
    page.on("console", said)


def all_judged(chromium: Browser, site: Site, house: House, language: str) -> Iterator[str]:
    """Yield what is wrong with any page of the house in one language."""
    every = house.pages(language)
    for reader, session in house.visitors.items():
        with visitor(chromium, site, language, session) as page:
            complaints: list[str] = []
            listen(page, complaints)
            scale = Scale(page)
            for known in every:
                if known.reader == reader:
                    yield from judged(page, known, site.url, scale)
                    yield from (f"{known.url}: {text}" for text in complaints)
                    complaints.clear()


@pytest.mark.parametrize("language", LANGUAGES)
def test_everyone_can_use_every_page(
    chromium: Browser, site: Site, home: House, language: str
) -> None:
    found = list(all_judged(chromium, site, home, language))
    assert not found, "\n".join(found)


def budget_of(known: Known) -> int:
    """Return how much a page may weigh."""
    if known.name.split(":")[0] in {"dashboard", "overview"}:
        return BUDGETS["dashboard"]
    if known.name == "atlas:map":
        return BUDGETS["staff"]
    return BUDGETS["resident" if known.is_open else "staff"]


class Scale:
    """Weighs the scripts and style sheets of the pages that a window visits, compressed."""

    def __init__(self, page: Page) -> None:
        self.came: list[Response] = []
        self.weights: dict[str, int] = {}
        page.on("response", self._answered)

    def _answered(self, part: Response) -> None:
        self.came.append(part)

    def weigh(self) -> int:
        """Return the bytes of what came since the last page; each file is compressed once."""
        parts, self.came[:] = list(self.came), []
        return sum(self._weight(part) for part in parts)

    def _weight(self, part: Response) -> int:
        if part.request.resource_type not in {"script", "stylesheet"} or part.status != 200:
            return 0
        if part.url not in self.weights:
            self.weights[part.url] = len(gzip.compress(part.body(), 6))
        return self.weights[part.url]


def test_a_barrier_would_be_found(chromium: Browser) -> None:
    page = chromium.new_page()
    page.set_content("<!DOCTYPE html><title>x</title><img src='x'><input>")
    assert any("image-alt" in barrier for barrier in barriers(page))
    page.close()


def test_keys_open_the_list_and_can_be_switched_off(
    chromium: Browser, site: Site, home: House
) -> None:
    with visitor(chromium, site, "fr", None) as page:
        page.goto(site.url + "/about/")
        page.keyboard.press("?")
        page.locator("#key-list").wait_for(state="visible")
        assert not barriers(page)
        page.locator("[data-keys-switch]").uncheck()
        page.keyboard.press("Escape")
        page.locator("#key-list").wait_for(state="hidden")
        page.keyboard.press("?")
        assert page.locator("#key-list").is_hidden()


def test_the_menu_opens_by_key_and_closes(chromium: Browser, site: Site, home: House) -> None:
    with visitor(chromium, site, "ar", home.staff) as page:
        page.goto(site.url + "/about/")
        for opener in ("menu", "person"):
            page.locator(f"[popovertarget={opener}]").focus()
            page.keyboard.press("Enter")
            page.locator(f"#{opener}").wait_for(state="visible")
            assert not barriers(page)
            page.keyboard.press("Escape")
            page.locator(f"#{opener}").wait_for(state="hidden")


def test_the_menu_works_without_scripts(chromium: Browser, site: Site, home: House) -> None:
    context: Any = chromium.new_context(java_script_enabled=False, locale="fr")
    page = context.new_page()
    page.goto(site.url + "/about/")
    page.locator("[popovertarget=menu]").click()
    page.locator("#menu a[href='/live/list/']").click()
    page.wait_for_url("**/live/list/")
    context.close()
