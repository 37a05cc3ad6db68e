"""What a page needs to begin: vehicles, lines, counters and the last events.

The same for every reader and language, so that it may be kept for a second and shared.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any

import orjson
from django.core.cache import cache
from django.db.models import F, FilteredRelation, FloatField, Func, Q
from django.utils import timezone

from dashboard.counters import Counters, as_ms, read_counters
from fleet.enums import VehicleKind
from fleet.models import BusLine, Vehicle
from telemetry.models import Device, DeviceEvent

FRESH_S = 1
LAST_EVENTS = 30
EVENTS_BACK = dt.timedelta(days=7)
KINDS = tuple(VehicleKind.values)
PHONE = "phone"
"""The kind of a device whose identity names a person (user/phone); it has no public name."""


def recent_snapshot() -> bytes:
    """Return the snapshot as JSON, at most a second old."""
    made = cache.get_or_set("live:snapshot", lambda: orjson.dumps(make_snapshot()), FRESH_S)
    return bytes(made or b"")


def recent_counters() -> Counters:
    """Return the counters, at most a second old."""
    return cache.get_or_set("live:counters", read_counters, FRESH_S) or {}


def make_snapshot(now: dt.datetime | None = None) -> dict[str, Any]:
    """Return the snapshot.

    A vehicle is [device_id, code, kind, line, at_ms, lon, lat, speed_kmh, heading_deg].
    """
    now = now or timezone.now()
    return {
        "at_ms": as_ms(now),
        "utc_offset_ms": utc_offset_ms(now),
        "kinds": KINDS,
        "lines": {
            str(key): {"code": code, "fr": fr, "ar": ar, "color": color}
            for key, code, fr, ar, color in BusLine.objects.values_list(
                "pk", "code", "name_fr", "name_ar", "color"
            )
        },
        "vehicles": [_compact(*row) for row in _vehicles()],
        "counters": recent_counters(),
        "events": last_events(now),
    }


def utc_offset_ms(now: dt.datetime) -> int:
    """Return how far the city's clock is ahead of UTC."""
    offset = timezone.localtime(now).utcoffset() or dt.timedelta()
    return int(offset.total_seconds() * 1000)


def _vehicles() -> Any:
    def ordinate(axis: str) -> Func:
        return Func(F("place"), function=f"ST_{axis}", output_field=FloatField())

    return (
        Vehicle.objects.located()
        .exclude(device_id=None)
        .annotate(lon=ordinate("X"), lat=ordinate("Y"))
        .order_by("code")
        .values_list(
            *("device_id", "code", "kind", "line_id", "seen_at", "lon", "lat"),
            *("speed_kmh", "heading_deg"),
        )
    )


def _compact(device: int, code: str, kind: str, line: int | None, *newest: Any) -> list[Any]:
    at, lon, lat, speed, heading = newest
    place = (None, None) if lon is None else (round(lon, 6), round(lat, 6))
    speed = None if speed is None else round(speed, 1)
    return [device, code, KINDS.index(kind), line, as_ms(at), *place, speed, heading]


def last_events(now: dt.datetime, count: int = LAST_EVENTS) -> list[dict[str, Any]]:
    """Return the newest events of the week, newest first, and where each happened."""
    rows = (
        DeviceEvent.objects.filter(at__gte=now - EVENTS_BACK, at__lte=now + dt.timedelta(days=1))
        .order_by("-at")
        .values_list("device_id", "at", "code", "severity")[:count]
    )
    return named(
        {"device_id": device, "at_ms": as_ms(at), "code": code, "severity": severity}
        for device, at, code, severity in rows
    )


def named(events: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return events with the kind and the public name of what each happened to."""
    listed = list(events)
    devices = _devices({event["device_id"] for event in listed})
    nobody = ("", "")
    return [
        event | dict(zip(("kind", "name"), devices.get(event["device_id"], nobody), strict=True))
        for event in listed
    ]


def _devices(ids: set[int]) -> dict[int, tuple[str, str]]:
    """Return kind and name of devices: the code of what they are fitted to, or their identity
    unless it names a person.
    """
    rows = (
        Device.objects.filter(pk__in=ids)
        .alias(fitting=FilteredRelation("fittings", condition=Q(fittings__valid_to=None)))
        .values_list("pk", "kind", "uid", "fitting__vehicle__code", "lamp__code", "cabinet__code")
    )
    return {
        key: _public(kind, uid, next(filter(None, codes), "")) for key, kind, uid, *codes in rows
    }


def _public(kind: str, uid: str, code: str) -> tuple[str, str]:
    if "/" in uid:
        return PHONE, code
    return kind, code or uid
