"""Under the settings of a real installation nothing is left to warn of, and headers are strict."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENT = {
    "ALLOWED_HOSTS": "city.example",
    "BEHIND_TLS": "1",
    "DATABASE_URL": "postgis:///nobody_connects_to_this",
    "REDIS_URL": "redis://127.0.0.1:1/0",
    "SECRET_KEY": "a key with more than fifty letters, of which many are different: 0123456789",
    "SITE_URL": "https://city.example",
}
ASKED = [
    *(
        f"{kind}_COOKIE_{what}"
        for kind in ("SESSION", "CSRF", "LANGUAGE")
        for what in ("NAME", "SECURE", "HTTPONLY", "SAMESITE")
    ),
    "CONTENT_SECURITY_POLICY",
    "DEBUG",
    "PASSWORD_HASHERS",
    "SECOND_FACTOR",
    "SECURE_HSTS_SECONDS",
]
PROGRAM = """
import json, django
django.setup()
from django.conf import settings
print(json.dumps({name: getattr(settings, name) for name in %r}, default=str))
"""


def run(place: Path, *command: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run Python as a real installation would, whatever this machine's environment says."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    own = {"MUNICIPALITY_VAR": str(place), "DJANGO_SETTINGS_MODULE": "municipality.settings"}
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env=kept | ENVIRONMENT | own | more,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def production(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Return the settings of a real installation."""
    answer = run(tmp_path_factory.mktemp("var"), "-c", PROGRAM % ASKED)
    assert answer.returncode == 0, answer.stderr
    return dict(json.loads(answer.stdout.splitlines()[-1]))


def test_nothing_is_left_to_warn_of(tmp_path: Path) -> None:
    answer = run(tmp_path, "manage.py", "check", "--deploy", "--fail-level", "WARNING")
    assert answer.returncode == 0, answer.stderr


def test_a_careless_setting_is_warned_of(tmp_path: Path) -> None:
    check = ("manage.py", "check", "--deploy", "--fail-level", "WARNING")
    answer = run(tmp_path, *check, SECRET_KEY="short", BEHIND_TLS="0")
    assert answer.returncode != 0
    assert "security.W009" in answer.stderr
    assert "security.W012" in answer.stderr


def test_cookies_are_for_this_host_and_no_script(production) -> None:
    for kind in ("SESSION", "CSRF"):
        assert production[f"{kind}_COOKIE_NAME"].startswith("__Host-")
    for kind in ("SESSION", "CSRF", "LANGUAGE"):
        assert production[f"{kind}_COOKIE_SECURE"] is True
        assert production[f"{kind}_COOKIE_HTTPONLY"] is True
        assert production[f"{kind}_COOKIE_SAMESITE"] in {"Lax", "Strict"}


def test_the_policy_lets_nothing_inline_run(production) -> None:
    directives = production["CONTENT_SECURITY_POLICY"]["DIRECTIVES"]
    assert directives["default-src"] == ["'none'"]
    assert directives["frame-ancestors"] == ["'none'"]
    words = [word for sources in directives.values() for word in sources]
    assert not [word for word in words if "unsafe" in word or word == "*" or "http:" in word]


def test_passwords_and_factors(production) -> None:
    assert production["PASSWORD_HASHERS"] == ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    assert production["SECOND_FACTOR"] is True
    assert production["DEBUG"] is False
    assert production["SECURE_HSTS_SECONDS"] >= 31_536_000


def test_a_directory_may_be_sent_to(tmp_path: Path) -> None:
    answer = run(tmp_path, "-c", PROGRAM % ASKED, OIDC_URL="https://id.city.example/realms/staff")
    policy = json.loads(answer.stdout.splitlines()[-1])["CONTENT_SECURITY_POLICY"]["DIRECTIVES"]
    assert policy["form-action"] == ["'self'", "https://id.city.example"]
