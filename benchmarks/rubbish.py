"""Payloads that no decoder can take, each with the reason that its dead letter must carry."""

import numpy as np
from numpy.typing import NDArray

KINDS: tuple[tuple[str, bytes], ...] = (
    ("bad_json", b'{"n":"########","at":1763760000123,"lat":31.62,"lon":'),
    ("bad_json", bytes(range(128, 160)) + b"########"),
    ("missing_field", b'{"n":"########","at":1763760000123,"lon":-7.98}'),
    ("bad_time", b'{"n":"########","at":1763,"lat":31.62,"lon":-7.98}'),
    ("null_island", b'{"n":"########","at":1763760000123,"lat":0.0,"lon":0.0}'),
    ("out_of_range", b'{"n":"########","at":1763760000123,"lat":131.62,"lon":-7.98}'),
    ("bad_value", b'{"n":"########","at":1763760000123,"lat":"north","lon":-7.98}'),
)
NUMBER = b"########"


def reasons(kinds: NDArray[np.int64]) -> dict[str, int]:
    """Return how many dead letters there must be for each reason."""
    found: dict[str, int] = {}
    for kind, count in enumerate(np.bincount(kinds, minlength=len(KINDS))):
        found[KINDS[kind][0]] = found.get(KINDS[kind][0], 0) + int(count)
    return {reason: count for reason, count in sorted(found.items()) if count}


def payloads(
    kinds: NDArray[np.int64], numbers: NDArray[np.int64], length: int
) -> NDArray[np.uint8]:
    """Return one row per message, told apart by the last eight digits of its number, filled up with
    spaces.
    """
    table = np.frombuffer(b"".join(payload.ljust(length) for _, payload in KINDS), np.uint8)
    rows = table.reshape(len(KINDS), length)[kinds]
    first = np.array([payload.index(NUMBER) for _, payload in KINDS])[kinds]
    every = np.arange(len(rows))
    for place in range(len(NUMBER)):
        rows[every, first + len(NUMBER) - 1 - place] = numbers // 10**place % 10 + ord("0")
    return rows
