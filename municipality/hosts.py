"""Under which names the site answers."""

from collections.abc import Sequence

EVERY_INTERFACE = ("", "0.0.0.0", "::")  # noqa: S104 - compared with, not bound


def allowed_hosts(named: Sequence[str], listen_address: str) -> list[str]:
    """Return the names that an operator gave, and the one address that the pages are offered on.

    An address that stands for every interface adds none: it is nobody's name.
    """
    if listen_address in EVERY_INTERFACE:
        return list(named)
    own = f"[{listen_address}]" if ":" in listen_address else listen_address
    return list(dict.fromkeys([*named, own]))
