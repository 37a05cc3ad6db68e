"""MQTT 5 packets, encoded many at a time: a table of bytes in which only digits change."""

import struct
from functools import cache

import numpy as np
from numpy.typing import NDArray

from benchmarks.fleet_day import Fixes, Ints, fixes, uid

Bytes = NDArray[np.uint8]

PUBLISH_QOS1 = 0x32
PUBACK = 0x40
SHORT_ACK = 4
SPACE, ZERO, MINUS = ord(" "), ord("0"), ord("-")
PAYLOAD = (
    '{"at":@@@@@@@@@@@@@,"lat":##.#######,"lon":-#.#######,"speed_kmh":~~~.~,"heading_deg":^^^,'
    '"accuracy_m":$$,"satellites":11,"altitude_m":466.2,"battery_v":12.6}'
)
"""Numbers are padded with spaces in front, which JSON allows and which keeps every packet the same
length.
"""


def connect(client: str, user: str, password: str, *, keep_alive_s: int = 60) -> bytes:
    """Return a CONNECT that starts clean and asks for as many acknowledgements at once as there
    are.
    """
    flags = 0x02 | (0xC0 if user else 0)
    properties = b"\x21\xff\xff"
    body = _text("MQTT") + bytes([5, flags]) + struct.pack("!H", keep_alive_s)
    body += bytes([len(properties)]) + properties + _text(client)
    if user:
        body += _text(user) + _text(password)
    return b"\x10" + _length(len(body)) + body


def _text(value: str) -> bytes:
    encoded = value.encode()
    return struct.pack("!H", len(encoded)) + encoded


def _length(value: int) -> bytes:
    out = bytearray()
    while True:
        value, low = divmod(value, 128)
        out.append(low | (0x80 if value else 0))
        if not value:
            return bytes(out)


@cache
def template(vehicles: int) -> Bytes:
    """Return one PUBLISH per vehicle, without packet identifier and digits."""
    packets = [
        publish(f"city/{uid(vehicle)}/position", PAYLOAD.encode()) for vehicle in range(vehicles)
    ]
    return np.frombuffer(b"".join(packets), np.uint8).reshape(vehicles, -1)


def publish(topic: str, payload: bytes, identifier: int = 0) -> bytes:
    """Return one PUBLISH with QoS 1 and no properties."""
    body = _text(topic) + struct.pack("!H", identifier) + b"\0" + payload
    return bytes([PUBLISH_QOS1]) + _length(len(body)) + body


@cache
def _slots(vehicles: int) -> tuple[int, dict[str, list[int]]]:
    """Return where the packet identifier lies, and where the digits of each number lie."""
    row = template(vehicles)[0].tobytes()
    start = row.index(b"{")
    marks = {"at": "@", "lat": "#", "speed": "~", "heading": "^", "accuracy": "$"}
    found = {
        name: [start + i for i, c in enumerate(PAYLOAD) if c == mark]
        for name, mark in marks.items()
    }
    found["lon"] = found["lat"][9:]
    found["lat"] = found["lat"][:9]
    return start - 3, found


def payload_start(vehicles: int) -> int:
    """Return the place of the payload in each packet."""
    return int(template(vehicles).shape[1]) - len(PAYLOAD)


def encode(vehicle_count: int, vehicles: Ints, at_ms: Ints, first_identifier: int) -> Bytes:
    """Return a PUBLISH per row; packet identifiers go on from `first_identifier`, never 0."""
    identifier, slots = _slots(vehicle_count)
    rows = template(vehicle_count)[vehicles]
    said: Fixes = fixes(vehicles, at_ms)
    numbers = (first_identifier - 1 + np.arange(len(rows))) % 65535 + 1
    rows[:, identifier] = numbers >> 8
    rows[:, identifier + 1] = numbers & 0xFF
    _digits(rows, slots["at"], at_ms)
    _digits(rows, slots["lat"], said.lat_e7)
    _digits(rows, slots["lon"], -said.lon_e7)
    _digits(rows, slots["speed"], said.speed_e1, padded_from=2)
    _digits(rows, slots["heading"], said.heading_deg, padded_from=1)
    _digits(rows, slots["accuracy"], said.accuracy_m, padded_from=1)
    return rows


def _digits(rows: Bytes, slots: list[int], values: Ints, padded_from: int = 0) -> None:
    """Write decimal digits; leading zeros above `padded_from` digits become spaces when it is
    given.
    """
    rest = values
    for place, slot in enumerate(reversed(slots)):
        rest, digit = np.divmod(rest, 10)
        column = digit + ZERO
        if padded_from and place >= padded_from:
            column = np.where((digit == 0) & (rest == 0), SPACE, column)
        rows[:, slot] = column


def count_acknowledgements(buffer: bytearray) -> int:
    """Take the whole PUBACK packets from the front of `buffer` and return how many there were."""
    count = len(buffer) // SHORT_ACK
    table = np.frombuffer(bytes(buffer[: count * SHORT_ACK]), np.uint8).reshape(count, SHORT_ACK)
    if np.all(table[:, 0] == PUBACK) and np.all(table[:, 1] == SHORT_ACK - 2):
        del buffer[: count * SHORT_ACK]
        return count
    return _count_one_by_one(buffer)


def _count_one_by_one(buffer: bytearray) -> int:
    """As above, where some carry a reason: 'nobody listens' adds a byte, a refusal is an error."""
    taken = count = 0
    while taken + 2 <= len(buffer) and taken + 2 + buffer[taken + 1] <= len(buffer):
        kind, length = buffer[taken], buffer[taken + 1]
        reason = buffer[taken + 4] if length > 2 else 0
        if kind != PUBACK or reason >= 0x80:
            raise ConnectionError(
                f"the broker answered {bytes(buffer[taken : taken + 2 + length]).hex()}"
            )
        taken += 2 + length
        count += 1
    del buffer[:taken]
    return count
