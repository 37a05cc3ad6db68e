"""What signing in decides, told without a database."""

import pytest

from people.access import rules

CHROME = (
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/140.0.0.0 Safari/537.36"
)
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1"
)


@pytest.mark.parametrize(
    ("left", "is_required", "may"),
    [
        ([], False, True),
        ([], True, False),
        (["recovery_codes"], True, False),
        (["recovery_codes", "webauthn"], True, True),
        (["totp"], True, True),
    ],
)
def test_the_last_factor_stays_where_a_role_needs_one(left, is_required, may) -> None:
    assert rules.may_remove_factor(left, is_required=is_required) is may


def test_a_session_has_shown_its_factor() -> None:
    assert not rules.has_shown_factor([])
    assert not rules.has_shown_factor([{"method": "password"}])
    assert rules.has_shown_factor([{"method": "password"}, {"method": "mfa", "type": "totp"}])


@pytest.mark.parametrize(
    ("seen_at", "now", "idle"),
    [(None, 5000.0, False), (1000.0, 4600.0, False), (1000.0, 4600.1, True)],
)
def test_a_session_left_alone_is_idle(seen_at, now, idle) -> None:
    assert rules.is_idle(seen_at, now, 3600) is idle


def test_a_directory_is_believed_about_verified_addresses_alone() -> None:
    verified = {"userinfo": {"email": " Clerk@Commune.example ", "email_verified": True}}
    assert rules.email_of(verified) == "clerk@commune.example"
    assert rules.email_of({"userinfo": {"email": "a@b.example"}}) == ""
    assert rules.email_of({"userinfo": {"email": "a@b.example", "email_verified": False}}) == ""
    assert rules.email_of({}) == ""


def test_the_user_name_of_a_directory() -> None:
    assert rules.user_name_of({"id_token": {"preferred_username": "clerk"}}) == "clerk"
    assert rules.user_name_of({"userinfo": {}}) == ""


@pytest.mark.parametrize(
    ("agent", "wanted"),
    [
        (CHROME, ("Chrome", "Linux")),
        (CHROME + " Edg/140.0", ("Edge", "Linux")),
        (IPHONE, ("Safari", "iOS")),
        ("Mozilla/5.0 (Windows NT 10.0) Firefox/140.0", ("Firefox", "Windows")),
        ("curl/8", ("", "")),
    ],
)
def test_a_person_recognises_a_session(agent, wanted) -> None:
    assert rules.browser_of(agent) == wanted
