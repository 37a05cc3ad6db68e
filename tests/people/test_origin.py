"""The address of a visitor is the one that a trusted proxy saw, never the one that he wrote."""

import pytest
from django.test import RequestFactory, override_settings

from people.origin import address_of


@pytest.mark.parametrize(
    ("peer", "forwarded", "proxies", "wanted"),
    [
        ("127.0.0.1", "196.12.1.9", 1, "196.12.1.9"),
        ("127.0.0.1", "8.8.8.8, 196.12.1.9", 1, "196.12.1.9"),
        ("127.0.0.1", "6.6.6.6, 196.12.1.9, 10.0.0.5", 2, "196.12.1.9"),
        ("127.0.0.1", "10.0.0.5", 2, "10.0.0.5"),
        ("127.0.0.1", "", 1, "127.0.0.1"),
        ("127.0.0.1", "<script>", 1, "127.0.0.1"),
        ("::1", "2001:db8::7", 1, "2001:db8::7"),
        ("196.12.1.9", "1.2.3.4", 1, "196.12.1.9"),
        ("", "", 1, ""),
        ("unix", "1.2.3.4", 1, ""),
    ],
)
def test_only_trusted_proxies_are_believed(peer, forwarded, proxies, wanted) -> None:
    request = RequestFactory().get("/", REMOTE_ADDR=peer, headers={"X-Forwarded-For": forwarded})
    with override_settings(PROXIES=proxies):
        assert address_of(request) == wanted
