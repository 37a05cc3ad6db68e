"""The desk in a browser: what is typed comes back, and a table has no barriers."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from people.models import User
from tests.axe import barriers
from tests.dashboard.conftest import PATIENCE_MS, chromium
from tests.workspace.conftest import street
from workspace.services import save_view

__all__ = ["chromium"]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.urls("tests.workspace.urls"),
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def page(
    transactional_db: None, live_server: LiveServer, chromium: Browser, client: Client, clerk: User
) -> Iterator[Page]:
    """Return a window of the clerk's."""
    client.force_login(clerk)
    name = settings.SESSION_COOKIE_NAME
    cookie = {"name": name, "value": client.cookies[name].value, "url": live_server.url}
    context = chromium.new_context(locale="ar", base_url=live_server.url, reduced_motion="reduce")
    context.add_cookies([cookie])  # type: ignore[list-item]
    window = context.new_page()
    window.set_default_timeout(8 * PATIENCE_MS)
    yield window
    context.close()


def test_what_is_typed_comes_back(page: Page) -> None:
    page.goto("/tests/form/")
    with page.expect_response("**/desk/drafts/tests.form/") as kept:
        page.fill("[name=subject]", "طلب رخصة")
        page.fill("[name=words]", "line one\nline two")
        page.check("[name=urgent]")
        page.fill("[name=password]", "never kept")
    assert kept.value.status == 204

    page.goto("/tests/form/")
    assert page.input_value("[name=subject]") == ""
    page.click("[data-draft-restore]")
    assert page.input_value("[name=subject]") == "طلب رخصة"
    assert page.input_value("[name=words]") == "line one\nline two"
    assert page.is_checked("[name=urgent]")
    assert page.input_value("[name=password]") == ""

    page.goto("/tests/form/")
    with page.expect_response("**/desk/drafts/tests.form/") as gone:
        page.click("[data-draft-discard]")
    assert gone.value.request.method == "DELETE"
    page.goto("/tests/form/")
    assert page.locator("[data-draft-found]").count() == 0


@pytest.mark.parametrize("query", ["?category=moon"])
def test_a_table_that_was_asked_wrongly_has_no_barriers(
    page: Page, clerk: User, query: str
) -> None:
    type(street("x")).objects.bulk_create(street(f"S{n}") for n in range(60))
    save_view(owner=clerk, table="tests.streets", name="مفضلة", query="q=rue")
    page.goto(f"/tests/streets/{query}")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert not barriers(page)
    page.set_viewport_size({"width": 360, "height": 740})
    width = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(width) == 0


def test_a_telephone_folds_the_filters_that_a_desk_shows(page: Page, clerk: User) -> None:
    """By itself the list keeps to the search; what was filled in or is wrong is seen at once."""
    User.objects.filter(pk=clerk.pk).update(is_superuser=True)
    kind = page.locator(".filters [name=kind]")
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto("/cases/")
    expect(page.locator(".filters [name=q]")).to_be_visible()
    expect(kind).to_be_hidden()
    expect(page.locator(".filters summary .badge")).to_have_text("1")  # the open cases
    assert page.locator(".filters").evaluate("node => node.offsetHeight") < 740 / 4
    page.locator(".filters summary").press("Enter")
    expect(kind).to_be_visible()
    for asked in ("?due=overdue", "?since=nonsense"):
        page.goto(f"/cases/{asked}")
        expect(kind).to_be_visible()
    page.set_viewport_size({"width": 1280, "height": 740})
    page.goto("/cases/")
    expect(kind).to_be_visible()
    expect(page.locator(".filters summary")).to_be_hidden()
    kind.focus()
    page.keyboard.press("Tab")
    expect(page.locator(".filters [name=state]")).to_be_focused()
