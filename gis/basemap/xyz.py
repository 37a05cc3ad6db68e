"""The address of raster tiles that somebody else serves. Pure: the settings ask it."""

import re
from urllib.parse import urlsplit

PLACES = ("{z}", "{x}", "{y}")
HOST = re.compile(r"[A-Za-z0-9.\-]+(:\d{1,5})?|\[[0-9A-Fa-f:]+\](:\d{1,5})?")


def origins(template: str, subdomains: str) -> list[str]:
    """Return the origins that a template of addresses names, for the page's policy.

    A template without a host is of our own. Raises ValueError, saying why, for one that names no
    tile or no plain host: what stands here goes into a header.
    """
    missing = [place for place in PLACES if template and place not in template]
    if missing:
        raise ValueError(f"the address of the tiles lacks {' '.join(missing)}")
    hosts = (
        [template.replace("{s}", each) for each in subdomains] if "{s}" in template else [template]
    )
    return list(dict.fromkeys(filter(None, map(_origin, hosts))))


def _origin(address: str) -> str:
    parts = urlsplit(address)
    if not parts.scheme and not parts.netloc:
        return ""
    if parts.scheme not in {"http", "https"} or not HOST.fullmatch(parts.netloc):
        raise ValueError(f"{parts.scheme}://{parts.netloc} is no host that tiles can come from")
    return f"{parts.scheme}://{parts.netloc}"
