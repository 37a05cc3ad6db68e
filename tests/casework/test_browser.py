"""A case in a browser: a point chosen on the map by keys, words that come back, a code scanned."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page, ViewportSize
from pytest_django.live_server_helper import LiveServer

from casework.links import slip_address
from casework.rules import spaced_secret
from lighting.models import Lamp
from people.models import User
from tests.axe import barriers
from tests.casework.files import make_case, opened, request_kind
from tests.dashboard.conftest import PATIENCE_MS, await_true, chromium
from tests.gis.city import WEST, here, make_street, make_town

__all__ = ["chromium"]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def page(
    transactional_db: None, live_server: LiveServer, chromium: Browser, client: Client
) -> Iterator[Page]:
    """Return a window of a member of staff, on a phone; its complaints fail the test."""
    client.force_login(User.objects.create_superuser("clerk"))
    name = settings.SESSION_COOKIE_NAME
    cookie = {"name": name, "value": client.cookies[name].value, "url": live_server.url}
    context = chromium.new_context(
        locale="ar",
        base_url=live_server.url,
        reduced_motion="reduce",
        viewport=ViewportSize(width=360, height=740),
    )
    context.add_cookies([cookie])  # type: ignore[list-item]
    window = context.new_page()
    window.set_default_timeout(8 * PATIENCE_MS)
    complaints: list[str] = []
    window.on("pageerror", lambda error: complaints.append(str(error)))
    yield window
    context.close()
    assert not complaints


@pytest.mark.parametrize("address", ["casework:new", "requests:new"])
def test_a_point_is_chosen_on_the_map_without_a_mouse(page: Page, address: str) -> None:
    request_kind()
    page.goto(reverse(address))
    page.locator("[data-place-open]").focus()
    page.keyboard.press("Enter")
    page.locator(".leaflet-container").wait_for()
    for _step in range(3):
        page.keyboard.press("ArrowRight")
    page.locator("[data-place-middle]").focus()
    page.keyboard.press("Enter")
    page.locator(".place__point").wait_for(state="attached")
    chosen = float(page.input_value("[name=longitude]"))
    assert 31.6 < float(page.input_value("[name=latitude]")) < 31.66
    assert chosen > -7.9811
    assert page.locator("[data-place-state]").inner_text()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert not barriers(page)
    page.locator("[data-place-remove]").click()
    assert page.input_value("[name=longitude]") == ""
    assert page.locator(".place__point").count() == 0


def test_a_lamp_is_found_by_its_street_and_named_by_its_code(page: Page) -> None:
    request_kind()
    make_town()
    street = make_street("A1", "Rue Ibn Sina", "زنقة ابن سينا")
    Lamp.objects.create(code="L-0123", geom=here(-8.0495, 31.5501), street=street)
    page.goto(reverse("requests:new"))
    page.locator("[data-search-box] input").press_sequentially("ibn sina")
    page.locator("[data-search-box] [role=option]").first.wait_for()
    for key in ("ArrowDown", "Enter"):
        page.keyboard.press(key)
    page.locator("[data-place-things] button").wait_for()
    assert page.input_value("[name=place]") == "زنقة ابن سينا"
    assert page.input_value("[name=territory]") == WEST
    assert "زنقة ابن سينا" in page.locator("[data-place-told]").inner_text()
    page.locator("[data-place-things] button").click()
    assert "L-0123" in page.input_value("[name=place]")
    assert page.input_value("[name=latitude]") == "31.5501"
    page.locator(".place__point").wait_for()
    page.evaluate("scrollTo(0, 0)")  # nothing of ours under the bar at the top
    assert not barriers(page)
    page.fill("[name=place]", "أمام المدرسة")
    page.locator(".place__point").focus()
    with page.expect_response("**/places/at/**"):
        page.keyboard.press("ArrowUp")
    assert float(page.input_value("[name=latitude]")) > 31.5501
    assert page.input_value("[name=place]") == "أمام المدرسة"


def test_what_is_typed_into_a_case_comes_back_in_its_own_form(page: Page) -> None:
    case = make_case()
    address = reverse("casework:case", args=[case.pk])
    page.goto(address)
    with page.expect_response("**/desk/drafts/casework.note.*/"):
        page.fill("#note_text", "ملاحظة لم ترسل")
    with page.expect_response("**/desk/drafts/casework.step.*/"):
        page.fill("#step_reason", "سبب لم يرسل")
    page.goto(address)
    assert page.locator("[data-draft-restore]").count() == 2
    for button in page.locator("[data-draft-restore]").all():
        button.click()
    assert page.input_value("#note_text") == "ملاحظة لم ترسل"
    assert page.input_value("#step_reason") == "سبب لم يرسل"
    steps = page.locator("form[data-draft^='casework.step'] button[name=to]")
    assert len({button.get_attribute("value") for button in steps.all()}) == steps.count() > 1
    assert not barriers(page)


def test_the_slips_code_types_itself_and_leaves_the_address(
    page: Page, live_server: LiveServer
) -> None:
    case, secret = opened()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    scanned = slip_address(case, spaced_secret(secret)).partition("#")[2]
    page.goto(f"{reverse('requests:find')}#{scanned}")
    await_true(page, "document.activeElement.type === 'submit'")
    assert page.input_value("[name=reference]") == case.reference
    assert page.input_value("[name=secret]") == secret
    assert page.url == live_server.url + reverse("requests:find")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{reverse('requests:case', args=[case.pk])}")
    assert not [url for url in asked if secret in url]
