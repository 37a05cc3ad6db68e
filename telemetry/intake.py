"""How one kind of record becomes rows of its series: what a domain declares for the door of the
machines.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from telemetry.enums import DeviceKind
from telemetry.series import POSTGRES_EPOCH_US, Series
from telemetry.store import Rows


@dataclass(frozen=True)
class Intake:
    """A record type, the kind of device that may send it, its series, and how its state fills the
    rows.

    `fill(rows, records)` sets the state columns.
    """

    record: type
    kind: DeviceKind
    series: Series
    fill: Callable[[Rows, Sequence[Any]], None]

    def rows(self, device_ids: Sequence[int], records: Sequence[Any], received_us: int) -> Rows:
        """Return the rows of `records`, in their order, ready for `Store.add`."""
        rows = self.series.rows(len(records))
        rows["device_id"] = device_ids
        rows["at"] = instants(records) - POSTGRES_EPOCH_US
        rows["received_at"] = received_us - POSTGRES_EPOCH_US
        self.fill(rows, records)
        return rows


def instants(records: Sequence[Any]) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
    """Return the records' times in microseconds since the Unix epoch."""
    return np.fromiter((record.at_us for record in records), np.int64, len(records))


def whole(values: Sequence[float]) -> "np.ndarray[tuple[int], np.dtype[np.int16]]":
    """Round to small integers, an unknown (NaN) becoming -1, which the series stores as null."""
    floats = np.asarray(values, np.float64)
    return np.where(np.isnan(floats), -1, np.minimum(np.rint(floats), 32_767)).astype(np.int16)
