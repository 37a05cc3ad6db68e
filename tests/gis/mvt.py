"""A small reader of vector tiles: layers, attributes and the first point of each feature."""

import struct
from collections.abc import Iterator
from typing import Any

Tile = dict[str, list[dict[str, Any]]]


def varint(data: bytes, at: int) -> tuple[int, int]:
    """Return a variable-length integer and where it ends."""
    value = shift = 0
    while True:
        byte = data[at]
        value, shift, at = value | (byte & 127) << shift, shift + 7, at + 1
        if byte < 128:
            return value, at


def fields(data: bytes) -> Iterator[tuple[int, Any]]:
    """Yield number and content of each field of a protobuf message."""
    at = 0
    while at < len(data):
        key, at = varint(data, at)
        if key & 7 == 0:
            value, at = varint(data, at)
            yield key >> 3, value
            continue
        size = {1: 8, 5: 4}.get(key & 7)
        if size is None:
            size, at = varint(data, at)
        yield key >> 3, data[at : at + size]
        at += size


def scalar(data: bytes) -> Any:
    """Return the value of an attribute."""
    number, value = next(fields(data))
    if number == 1:
        return value.decode()
    if number in (2, 3):
        return struct.unpack("<f" if number == 2 else "<d", value)[0]
    if number == 6:
        return (value >> 1) ^ -(value & 1)
    return bool(value) if number == 7 else value


def packed(data: bytes) -> list[int]:
    """Return a packed list of integers."""
    found, at = [], 0
    while at < len(data):
        value, at = varint(data, at)
        found.append(value)
    return found


def read_tile(data: bytes) -> Tile:
    """Return the layers of a tile; each feature has its attributes and `first`, its first point."""
    return dict(read_layer(layer) for number, layer in fields(data) if number == 3)


def read_layer(data: bytes) -> tuple[str, list[dict[str, Any]]]:
    """Return the name and the features of a layer."""
    parts = list(fields(data))
    name = next(value for number, value in parts if number == 1).decode()
    keys = [value.decode() for number, value in parts if number == 3]
    values = [scalar(value) for number, value in parts if number == 4]
    features = []
    for feature in (value for number, value in parts if number == 2):
        content = dict(fields(feature))
        tags = packed(content.get(2, b""))
        pairs = zip(tags[::2], tags[1::2], strict=True)
        _, x, y, *_ = packed(content[4])
        first = tuple((part >> 1) ^ -(part & 1) for part in (x, y))
        features.append({keys[key]: values[value] for key, value in pairs} | {"first": first})
    return name, features
