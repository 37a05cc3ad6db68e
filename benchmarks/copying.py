"""The limit of the database: binary COPY of the same rows into the same shape of table, without any
check of ours.
"""

import time

import numpy as np
import psycopg

from benchmarks.fleet_day import Ints, fixes, instants_of, vehicles_of

HEADER = b"PGCOPY\n\xff\r\n\0" + bytes(8)
TRAILER = b"\xff\xff"
EPOCH_MS = 946_684_800_000
POINT = np.dtype(
    [("order", "u1"), ("type", "<u4"), ("srid", "<u4"), ("lon", "<f8"), ("lat", "<f8")]
)
TYPES = {
    "device_id": np.dtype(">i8"),
    "at": np.dtype(">i8"),
    "received_at": np.dtype(">i8"),
    "geom": POINT,
    "speed_kmh": np.dtype(">f4"),
    "heading_deg": np.dtype(">i2"),
    "accuracy_m": np.dtype(">i2"),
}
COPY = f"COPY copied ({', '.join(TYPES)}) FROM STDIN (FORMAT binary)"
TABLE = """
    DROP TABLE IF EXISTS copied;
    CREATE TABLE copied (LIKE fleet_position INCLUDING DEFAULTS, PRIMARY KEY (device_id, at));
    CREATE INDEX ON copied USING brin (at);
"""


def binary_rows(keys: Ints) -> "np.ndarray[tuple[int], np.dtype[np.void]]":
    """Return rows in PostgreSQL's binary COPY format; the vehicle's number is the device's."""
    layout: list[tuple[str, object]] = [("fields", ">i2")]
    for name, kind in TYPES.items():
        layout += [(f"{name}_length", ">i4"), (name, kind)]
    rows = np.zeros(len(keys), np.dtype(layout))
    rows["fields"] = len(TYPES)
    for name, kind in TYPES.items():
        rows[f"{name}_length"] = kind.itemsize
    said = fixes(vehicles_of(keys), instants_of(keys))
    rows["device_id"] = vehicles_of(keys)
    rows["at"] = rows["received_at"] = (instants_of(keys) - EPOCH_MS) * 1000
    rows["geom"]["order"], rows["geom"]["type"], rows["geom"]["srid"] = 1, 0x20000001, 4326
    rows["geom"]["lon"], rows["geom"]["lat"] = said.lon_e7 / 1e7, said.lat_e7 / 1e7
    rows["speed_kmh"] = said.speed_e1 / 10
    rows["heading_deg"], rows["accuracy_m"] = said.heading_deg, said.accuracy_m
    return rows


def copy_limit(url: str, keys: Ints, batch: int) -> float:
    """Return rows a second of COPY in committed batches of `batch` rows, in the order of `keys`."""
    rows = binary_rows(keys)
    with psycopg.connect(url) as connection:
        connection.execute(TABLE)
        connection.commit()
        begun = time.monotonic()
        for start in range(0, len(rows), batch):
            with connection.cursor() as cursor, cursor.copy(COPY) as copy:
                copy.write(HEADER)
                copy.write(rows[start : start + batch].tobytes())
                copy.write(TRAILER)
            connection.commit()
        seconds = time.monotonic() - begun
        connection.execute("DROP TABLE copied")
    return len(rows) / seconds
