"""Sign-in through a directory that speaks OpenID Connect: a small real one, over HTTP."""

import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from tests.people.access.people import chief, clerk, give_app

jwt = pytest.importorskip("jwt", reason="PyJWT is not installed: run script/setup again")

pytestmark = pytest.mark.django_db
KEY = "a key that the directory and the site do not need to share, 0123456789"


class Directory(BaseHTTPRequestHandler):
    """Says of everybody what its server's `claims` say."""

    def do_GET(self) -> None:
        """Answer with the configuration, or with what is known of the person."""
        me = f"http://127.0.0.1:{self.server.server_port}"  # type: ignore[attr-defined]
        if self.path.startswith("/.well-known/"):
            names = {"token_endpoint": "token", "userinfo_endpoint": "userinfo"}
            more = {"authorization_endpoint": "authorize", "jwks_uri": "keys"}
            pages = {name: f"{me}/{page}" for name, page in (names | more).items()}
            self._say({"issuer": me, **pages})
        else:
            self._say(self.server.claims)  # type: ignore[attr-defined]

    def do_POST(self) -> None:
        """Change a code into tokens."""
        self.rfile.read(int(self.headers["Content-Length"]))
        me = f"http://127.0.0.1:{self.server.server_port}"  # type: ignore[attr-defined]
        times = {"iat": int(time.time()), "exp": int(time.time()) + 60}
        claims = {"iss": me, "aud": "city", **times, **self.server.claims}  # type: ignore[attr-defined]
        token = jwt.encode(claims, KEY, algorithm="HS256")
        self._say({"access_token": "x", "token_type": "Bearer", "id_token": token})

    def _say(self, answer: dict[str, Any]) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(answer).encode())

    def log_message(self, *args: Any) -> None:
        """Stay silent."""


@pytest.fixture
def directory(settings) -> Iterator[ThreadingHTTPServer]:
    """Run a directory and let the site know it."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Directory)
    server.claims = {  # type: ignore[attr-defined]
        "sub": "7",
        "email": "clerk@commune.example",
        "email_verified": True,
        "preferred_username": "clerk",
    }
    threading.Thread(target=server.serve_forever, daemon=True).start()
    app = {
        "provider_id": "directory",
        "name": "Directory",
        "client_id": "city",
        "secret": "s",
        "settings": {"server_url": f"http://127.0.0.1:{server.server_port}"},
    }
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
    settings.OIDC_NAME = "Directory"
    yield server
    server.shutdown()
    server.server_close()


def come_back(client: Client) -> Any:
    """Go to the directory and come back with a code."""
    away = client.post("/account/directory/sign-in/")
    assert away.status_code == 302
    query = parse_qs(urlsplit(away["Location"]).query)
    assert query["redirect_uri"] == ["http://testserver/account/directory/callback/"]
    return client.get("/account/directory/callback/", {"code": "c", "state": query["state"][0]})


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_the_page_offers_it(client: Client, directory) -> None:
    assert "Se connecter avec Directory" in client.get("/account/sign-in/").text
    assert client.get("/account/directory/sign-in/").status_code == 405


def test_a_known_person_comes_in(client: Client, directory) -> None:
    person = clerk(email="Clerk@commune.example")
    assert come_back(client).status_code == 302
    assert client.session["_auth_user_id"] == str(person.pk)
    again = Client()
    come_back(again)
    assert is_in(again)


def test_nobody_gets_an_account_by_it(client: Client, directory) -> None:
    assert come_back(client)["Location"] == "/account/sign-in/"
    assert not is_in(client)
    assert "annuaire" in client.get("/account/sign-in/").text


def test_an_unverified_address_opens_nothing(client: Client, directory) -> None:
    clerk(email="clerk@commune.example")
    directory.claims["email_verified"] = False
    come_back(client)
    assert not is_in(client)


def test_a_closed_account_stays_closed(client: Client, directory) -> None:
    clerk(email="clerk@commune.example", is_active=False)
    come_back(client)
    assert not is_in(client)


def test_it_may_go_by_the_user_name(client: Client, directory, settings) -> None:
    settings.OIDC_MATCH = "username"
    clerk()
    come_back(client)
    assert is_in(client)


def test_the_second_factor_is_asked_for_all_the_same(client: Client, directory) -> None:
    give_app(chief("clerk", email="clerk@commune.example"))
    assert come_back(client)["Location"] == "/account/sign-in/second-factor/"
    assert not is_in(client)


def test_a_failure_leads_back_to_the_page(client: Client, directory) -> None:
    answer = client.get("/account/directory/callback/", {"error": "access_denied", "state": "x"})
    assert answer.status_code == 302
    assert answer["Location"].startswith("/account/sign-in/")
