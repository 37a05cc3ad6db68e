"""The browser's side of notifications, in Chromium: asked on a click, kept, shown, ended.

Subscribing goes to the browser maker's servers, which no test calls: that one answer is put in its
place, with real keys. The rest is the real thing: leave, service worker, our pages, what is shown.
"""

import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect

from casework.messages.models import PushDevice
from people.models import User
from tests.casework.files import clerk
from tests.casework.messages.subscriptions import browser_keys
from tests.dashboard.conftest import PATIENCE_MS, Site, chromium, redis_socket, site

__all__ = ["chromium", "redis_socket", "site"]

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ENDPOINT = "https://fcm.googleapis.com/fcm/send/of-this-browser"
STAND_IN = """
({endpoint, keys}) => {
  window.asked = 0;
  const ask = Notification.requestPermission.bind(Notification);
  Notification.requestPermission = () => { window.asked += 1; return ask(); };
  const kept = () => JSON.parse(sessionStorage.getItem("subscription") || "null");
  const made = (options) => ({
    endpoint, options,
    toJSON: () => ({ endpoint, keys }),
    unsubscribe: async () => { sessionStorage.removeItem("subscription"); return true; },
  });
  PushManager.prototype.subscribe = async (options) => {
    sessionStorage.setItem("subscription", JSON.stringify({
      visible: options.userVisibleOnly, key: options.applicationServerKey.length,
    }));
    return made(options);
  };
  PushManager.prototype.getSubscription = async () => (kept() ? made({}) : null);
}
"""


def apart(work: Any, *arguments: Any) -> Any:
    """Ask the database in a thread of its own: Playwright keeps an event loop in this one."""

    def done() -> Any:
        try:
            return work(*arguments)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(done).result()


def signed_in() -> str:
    """Return the session of a member of staff."""
    client = Client()
    client.force_login(clerk())
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def endpoints() -> list[str]:
    """Return where we would notify anybody."""
    return list(PushDevice.objects.values_list("endpoint", flat=True))


@pytest.fixture
def browser(chromium: Browser, site: Site) -> Iterator[BrowserContext]:
    """Open a window that is signed in, with the browser maker's answer put in its place."""
    context = chromium.new_context(locale="fr")
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": apart(signed_in), "url": site.url}])
    told = json.dumps({"endpoint": ENDPOINT, "keys": browser_keys()})
    context.add_init_script(f"({STAND_IN})({told})")
    context.set_default_timeout(PATIENCE_MS)
    context.set_default_navigation_timeout(4 * PATIENCE_MS)  # the first page warms the site up
    yield context
    context.close()


def opened(browser: BrowserContext, site: Site) -> Page:
    """Open the page of devices."""
    page = browser.new_page()
    page.goto(f"{site.url}/messages/devices/")
    page.locator("[data-push-add]").wait_for(state="visible")
    return page


def test_nothing_is_asked_or_installed_before_the_click(
    browser: BrowserContext, site: Site
) -> None:
    page = opened(browser, site)
    page.wait_for_load_state("networkidle")
    assert page.evaluate("window.asked") == 0
    assert (
        page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0
    )


def test_who_says_no_is_told_and_nothing_is_kept(browser: BrowserContext, site: Site) -> None:
    page = opened(browser, site)
    page.evaluate("Notification.requestPermission = async () => 'denied'")
    page.locator("[data-push-add]").click()
    expect(page.locator("[data-push-said]")).to_contain_text("notifications de ce site")
    assert apart(endpoints) == []


def test_a_device_is_added_marked_and_removed(browser: BrowserContext, site: Site) -> None:
    browser.grant_permissions(["notifications"], origin=site.url)
    page = opened(browser, site)
    page.locator("[data-push-add]").click()
    own = page.locator("[data-push-device]")
    expect(own).to_contain_text("cet appareil")
    expect(page.locator("[data-push-add]")).to_be_hidden()
    assert apart(endpoints) == [ENDPOINT]
    asked = page.evaluate("JSON.parse(sessionStorage.getItem('subscription'))")
    assert asked == {"visible": True, "key": 65}
    own.locator("button").click()
    expect(own).to_have_count(0)
    assert apart(endpoints) == []
    assert page.evaluate("sessionStorage.getItem('subscription')") is None
    expect(page.locator("[data-push-add]")).to_be_visible()


def test_an_address_that_we_do_not_know_is_given_up(browser: BrowserContext, site: Site) -> None:
    browser.grant_permissions(["notifications"], origin=site.url)
    page = opened(browser, site)
    page.evaluate(
        """() => {
          const real = PushManager.prototype.subscribe;
          PushManager.prototype.subscribe = async function (options) {
            const made = await real.call(this, options);
            const keys = made.toJSON().keys;
            return { ...made, toJSON: () => ({ endpoint: "https://10.0.0.1/x", keys }) };
          };
        }"""
    )
    page.locator("[data-push-add]").click()
    expect(page.locator("[data-push-said]")).to_contain_text("ne nous est pas connu")
    assert apart(endpoints) == []
    assert page.evaluate("sessionStorage.getItem('subscription')") is None


def test_what_is_pushed_is_shown_in_its_language(browser: BrowserContext, site: Site) -> None:
    browser.grant_permissions(["notifications"], origin=site.url)
    page = opened(browser, site)
    page.locator("[data-push-add]").click()
    expect(page.locator("[data-push-device]")).to_have_count(1)
    said = {"title": "ملف جديد", "body": "توصلتم بملف", "url": "/inbox/", "language": "ar"}
    push(browser, page, site, json.dumps(said))
    push(browser, page, site, "not JSON")
    shown = notifications(page, 2)
    assert {"title": "ملف جديد", "body": "توصلتم بملف", "lang": "ar", "dir": "rtl"} in shown


RENEW = """
async ([old, fresh]) => {
  const event = new Event("pushsubscriptionchange");
  event.oldSubscription = old && { ...old, toJSON: () => old };
  event.newSubscription = { ...fresh, toJSON: () => fresh };
  let done;
  event.waitUntil = (work) => { done = work; };
  self.dispatchEvent(event);
  await done;
}
"""
"""What the browser's maker does, within the real service worker."""


@pytest.mark.parametrize("says_which", [True, False], ids=["told", "from memory"])
def test_a_new_address_is_told_without_anybody_signed_in(
    browser: BrowserContext, site: Site, says_which: bool
) -> None:
    """Twice: the second time the worker goes by what it learned the first time."""
    browser.grant_permissions(["notifications"], origin=site.url)
    page = opened(browser, site)
    page.locator("[data-push-add]").click()
    expect(page.locator("[data-push-device]")).to_have_count(1)
    kept = page.evaluate(
        "caches.match('/messages/devices/', {cacheName: 'subscription'}).then((it) => it.json())"
    )
    browser.clear_cookies()
    (worker,) = browser.service_workers
    for number in (1, 2):
        fresh = {"endpoint": f"{ENDPOINT}/{number}", "keys": browser_keys()}
        worker.evaluate(RENEW, [kept if says_which else None, fresh])
        assert apart(endpoints) == [fresh["endpoint"]]
        kept = fresh


def push(browser: BrowserContext, page: Page, site: Site, said: str) -> None:
    """Bring something to the service worker, as the browser maker's servers would."""
    found: list[dict[str, Any]] = []
    channel = browser.new_cdp_session(page)
    channel.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda event: found.extend(event["registrations"]),
    )
    channel.send("ServiceWorker.enable")
    until = time.monotonic() + 5
    while not found and time.monotonic() < until:
        page.wait_for_timeout(50)
    number = next(each["registrationId"] for each in found if not each["isDeleted"])
    channel.send(
        "ServiceWorker.deliverPushMessage",
        {"origin": site.url, "registrationId": number, "data": said},
    )


def notifications(page: Page, count: int) -> list[dict[str, str]]:
    """Return what the browser shows, once it shows so many."""
    shown: list[dict[str, str]] = []
    until = time.monotonic() + 5
    while len(shown) < count and time.monotonic() < until:
        shown = page.evaluate(
            """async () => {
              const place = await navigator.serviceWorker.ready;
              const all = await place.getNotifications();
              return all.map(({ title, body, lang, dir }) => ({ title, body, lang, dir }));
            }"""
        )
    return shown


def test_another_persons_device_is_not_named(browser: BrowserContext, site: Site) -> None:
    def add() -> None:
        other = User.objects.create_user("other")
        PushDevice.objects.create(user=other, endpoint=ENDPOINT, public_key="x", secret="y")

    apart(add)
    page = browser.new_page()
    page.goto(f"{site.url}/messages/devices/")
    expect(page.locator("[data-push-device]")).to_have_count(0)
