"""When each device was heard last, how far off its clock is, and what was refused of it last."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.models import DeadLetter
from ingest.querysets import HeardDeviceQuerySet
from telemetry.models import Device

AHEAD = "future_dated"
"""The reason of refusal that a clock earns by running ahead."""


@dataclass(frozen=True)
class Heard:
    """A device as it was heard last; `skew_s` is receipt less the device's own time, in seconds."""

    uid: str
    kind: str
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
    """Yield every device in the order of identities, in two queries; the silent ones alone if asked
    for those of a moment.
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
    columns = ("uid", "kind", "seen_at", "heard_at", "skew_s")
    for row in devices.order_by("uid").values_list(*columns).iterator():
        seen_at, heard_at, skew_s = row[2:]
        skew = None if skew_s is None else float(skew_s)
        reason, refused_at = refused.get(row[0], ("", None))
        yield Heard(row[0], row[1], seen_at, heard_at, skew, reason, refused_at)
