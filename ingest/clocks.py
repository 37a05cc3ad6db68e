"""When each device was heard last, how far off its clock is, and what was refused of it last."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from django.db import connection

from ingest.models import DeadLetter
from ingest.querysets import HeardDeviceQuerySet
from ingest.rules import clock_error_s
from telemetry.models import Device

AHEAD = "future_dated"
"""The reason of refusal that a clock earns by running ahead."""
CHUNK = 1_000
NEWEST = 20
"""By how many of its newest measurements, of a week at most, a clock is judged."""
_SERIES = (
    ("vehicle", "fleet_position"),
    ("lamp", "lighting_lamp_state"),
    ("cabinet", "lighting_meter_reading"),
)
_DELAYS = " UNION ALL ".join(
    f"""
    SELECT d.id, extract(epoch FROM s.received_at), extract(epoch FROM s.received_at - s.at)
    FROM telemetry_device AS d CROSS JOIN LATERAL (
        SELECT at, received_at FROM {table} AS m
        WHERE m.device_id = d.id AND m.at > now() - interval '7 days'
        ORDER BY at DESC LIMIT %(newest)s
    ) AS s
    WHERE d.kind = '{kind}' AND d.id = ANY(%(devices)s)
    """  # noqa: S608 - names of ours
    for kind, table in _SERIES
)


@dataclass(frozen=True)
class Heard:
    """A device as it was heard last; `skew_s` is by how many seconds its clock is behind, negative
    when it runs ahead, None where its messages do not tell.
    """

    uid: str
    kind: str
    place: str
    seen_at: dt.datetime | None
    heard_at: dt.datetime | None
    skew_s: float | None
    reason: str = ""
    refused_at: dt.datetime | None = None

    def is_skewed(self, seconds: float) -> bool:
        """Tell whether the clock is off by more than that, or too far ahead for any message."""
        return self.runs_ahead or (self.skew_s is not None and abs(self.skew_s) > seconds)

    @property
    def runs_ahead(self) -> bool:
        """Tell whether the newest message was refused because it bore a time to come."""
        if self.reason != AHEAD or self.refused_at is None:
            return False
        return self.heard_at is None or self.refused_at > self.heard_at


def heard_devices(*, silent_at: dt.datetime | None = None) -> Iterator[Heard]:
    """Yield every device in the order of identities, in two queries and one more for each thousand;
    the silent ones alone if asked for those of a moment.
    """
    letters = DeadLetter.objects.newest_of_each_device().filter(
        uid__in=Device.objects.values("uid")
    )
    refused = {
        uid: (reason, at)
        for uid, reason, at in letters.values_list("uid", "reason", "last_received_at")
    }
    devices = HeardDeviceQuerySet(Device).heard()
    if silent_at:
        devices = devices.silent(silent_at)
    columns = ("pk", "uid", "kind", "place", "seen_at", "heard_at")
    rows = devices.order_by("uid").values_list(*columns).iterator()
    while chunk := list(islice(rows, CHUNK)):
        delays = recent_delays([row[0] for row in chunk])
        for number, uid, kind, place, seen_at, heard_at in chunk:
            reason, refused_at = refused.get(uid, ("", None))
            newest = [_delay(seen_at, heard_at)] if heard_at else []
            skew = clock_error_s(delays.get(number) or newest)
            yield Heard(uid, kind, place, seen_at, heard_at, skew, reason, refused_at)


def recent_delays(devices: Sequence[int]) -> dict[int, list[tuple[float, float]]]:
    """Return of each device's newest measurements when they were received and how long after the
    device's own time, both in seconds.
    """
    found: dict[int, list[tuple[float, float]]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(_DELAYS, {"devices": list(devices), "newest": NEWEST})
        for number, received_s, delay_s in cursor.fetchall():
            found[number].append((float(received_s), float(delay_s)))
    return found


def _delay(seen_at: dt.datetime, heard_at: dt.datetime) -> tuple[float, float]:
    return heard_at.timestamp(), (heard_at - seen_at).total_seconds()
