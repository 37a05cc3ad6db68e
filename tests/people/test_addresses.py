"""Every address of the project × every role: who gets in is what the table says.

The table stands in `access_table.csv`: one line for each route of the resolver, `+` where a role
gets past the gate and `-` where it is turned away. A new address is a new line, read by somebody.
"""

import csv
import logging
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.urls import path as route_to
from django.urls import reverse

from demo.organisation.roles import ROLES
from people.gates import public
from tests.people.addresses import (
    KNOCKING,
    MAY,
    MAY_NOT,
    NOBODY,
    TABLE,
    WITHOUT_ROLE,
    Address,
    _walk,
    addresses,
    as_line,
    expected,
    table,
)
from tests.people.organisation import grant, make_user

TURNED_AWAY = {302, 403}


def knock(role: str) -> dict[str, tuple[str, str]]:
    """Return for each route the path that was tried and how it ended for a role."""
    client = Client(raise_request_exception=False)
    if role != NOBODY:
        user = make_user()
        if role != WITHOUT_ROLE:
            (model,) = [each for each in ROLES if each.code == role]
            grant(*model.capabilities, user=user)
        client.force_login(user)
    return {each.route: (each.path, outcome(client, each)) for each in addresses()}


def outcome(client: Client, address: Address) -> str:
    """Knock at an address: MAY, unless one is sent to sign in or refused."""
    response = client.get(address.path)
    if response.status_code >= 500:
        return f"failed with {response.status_code}"
    if response.status_code == 302 and not is_sign_in(response["Location"]):
        return MAY
    return MAY_NOT if response.status_code in TURNED_AWAY else MAY


def is_sign_in(url: str) -> bool:
    """Tell whether a redirection asks to sign in."""
    return urlsplit(url).path == reverse(settings.LOGIN_URL)


def test_every_address_has_one_gate() -> None:
    without = [address.route for address in addresses() if address.gate is None]
    assert not without, "wrap each in public, resident, signed_in or requires(...)"


def test_every_address_stands_in_the_table() -> None:
    rows = table()
    missing = [as_line(expected(each)) for each in addresses() if each.route not in rows]
    assert not missing, f"add to {TABLE.name}, if this is who may:\n" + "\n".join(missing)
    gone = set(rows) - {each.route for each in addresses()}
    assert not gone, f"no longer there: {sorted(gone)}"


def test_the_table_names_every_role_and_what_each_gate_asks() -> None:
    with TABLE.open(encoding="utf-8", newline="") as file:
        header = next(csv.reader(file))
    assert header == ["address", "asks", *KNOCKING]
    rows = table()
    wrong = [each.route for each in addresses() if rows[each.route]["asks"] != each.asks]
    assert not wrong


def test_an_address_without_a_gate_is_found() -> None:
    def bare(request: Any) -> HttpResponse:
        return HttpResponse()

    found = list(
        _walk(
            [route_to("bare/", bare), route_to("open/", public(lambda _request: HttpResponse()))],
            "",
            "/",
        )
    )
    assert [each.asks for each in found] == ["no gate", "public"]


@pytest.fixture
def _quickly(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Leave pages blank, and write no line about each refusal: gates and views decide alone."""
    monkeypatch.setattr("django.template.backends.django.Template.render", lambda *_, **__: "")
    log = logging.getLogger("django.request")
    log.disabled = True
    yield
    log.disabled = False


@pytest.mark.django_db
@pytest.mark.usefixtures("_quickly")
@pytest.mark.parametrize("role", KNOCKING)
def test_who_gets_in_is_what_the_table_says(role: str) -> None:
    rows = table()
    wrong = [
        f"{path}: {found}, in the table {rows[route][role]}"
        for route, (path, found) in knock(role).items()
        if found != rows[route][role]
    ]
    assert not wrong, "\n".join(wrong)
