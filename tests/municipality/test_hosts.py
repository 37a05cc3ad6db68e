"""The site answers under the address on which it is offered."""

import os
import subprocess
import sys

import pytest

from municipality.hosts import allowed_hosts
from tests.conftest import ROOT


@pytest.mark.parametrize(
    ("listen", "expected"),
    [
        ("", ["a"]),
        ("0.0.0.0", ["a"]),
        ("::", ["a"]),
        ("192.0.2.10", ["a", "192.0.2.10"]),
        ("2001:db8::1", ["a", "[2001:db8::1]"]),
        ("a", ["a"]),
    ],
)
def test_the_address_of_the_pages_is_a_name_of_the_site(listen: str, expected: list[str]) -> None:
    assert allowed_hosts(["a"], listen) == expected


def test_the_settings_know_the_address_of_the_pages() -> None:
    code = "from municipality import settings; print(settings.ALLOWED_HOSTS)"
    given = {"LISTEN_ADDRESS": "192.0.2.10", "SECRET_KEY": "x", "DATABASE_URL": "postgis:///x"}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env={**os.environ, **given}, text=True,
        capture_output=True, check=True,
    )  # fmt: skip
    assert "'192.0.2.10'" in done.stdout
