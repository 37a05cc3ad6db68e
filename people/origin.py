"""From where a request came: the address of the person, not of the proxy before us."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """Return the visitor's IP address; an empty string where there is none to be had.

    Our own proxy stands on this machine and writes `X-Forwarded-For` itself; each front that the
    municipality puts before it (`PROXIES` counts both) adds the address that it saw. What stands
    further to the left in that header was written by the visitor, and is never believed.
    """
    peer = request.META.get("REMOTE_ADDR", "")
    if not _is_loopback(peer):
        return peer if _is_address(peer) else ""
    seen = [str(part).strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
    place: str = seen[-min(settings.PROXIES, len(seen))]
    return place if _is_address(place) else peer


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def _is_loopback(text: str) -> bool:
    return not text or (_is_address(text) and ipaddress.ip_address(text).is_loopback)
