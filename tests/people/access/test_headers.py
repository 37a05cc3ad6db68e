"""Every answer carries the strict headers, and a page of a session stays in no cache."""

import pytest
from django.test import Client

from tests.people.access.people import clerk, type_password

pytestmark = pytest.mark.django_db
WANTED = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


@pytest.mark.parametrize("address", ["/account/sign-in/", "/resident/sign-in/", "/nothing/here/"])
def test_headers_of_every_answer(client: Client, address) -> None:
    headers = client.get(address).headers
    assert {name: headers[name] for name in WANTED} == WANTED
    assert "camera=()" in headers["Permissions-Policy"]
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]


def test_a_page_of_a_session_is_kept_by_nobody(client: Client) -> None:
    clerk()
    type_password(client, "clerk")
    for address in ("/account/sessions/", "/account/security/", "/nothing/here/"):
        assert "no-store" in client.get(address)["Cache-Control"], address


def test_a_visitor_without_a_session_gets_none(client: Client) -> None:
    answer = client.get("/account/sign-in/inactive/")
    assert "session" not in answer.cookies
    assert "Cookie" not in answer.headers.get("Vary", "") or "csrf" in answer.cookies


def test_cookies_are_out_of_reach_of_scripts(client: Client) -> None:
    clerk()
    type_password(client, "clerk")
    cookie = client.cookies["session"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert not cookie["expires"]
