"""The figures that the council watches, from rollups and latest states, never from a history."""

import datetime as dt
from typing import Any

from django.core.cache import cache
from django.db import connection
from django.db.models import Count, F, Max, Q, Sum
from django.utils import timezone

from fleet.models import DeviceDay, LatestPosition, Vehicle
from fleet.querysets import is_moving, is_reporting, is_stale
from lighting.models import (
    Cabinet,
    CabinetHour,
    LampDay,
    LatestMeterReading,
)
from lighting.rules import SILENT_AFTER

Counters = dict[str, Any]

LAMPS = """
    SELECT count(*), count(l.device_id), count(*) FILTER (WHERE s.at >= %(since)s),
           count(*) FILTER (WHERE s.at >= %(since)s AND s.is_on),
           count(*) FILTER (WHERE s.at >= %(since)s AND s.fault > 0), max(s.received_at)
    FROM lighting_lamp AS l LEFT JOIN lighting_lamp_state_latest AS s ON s.device_id = l.device_id
"""
LAMPS_FRESH_S = 10
MM_PER_KM = 1_000_000
WH_PER_KWH = 1_000
HOUR = dt.timedelta(hours=1)


def read_counters(now: dt.datetime | None = None) -> Counters:
    """Return every figure of the live page: times in Unix milliseconds, energy in kWh."""
    now = now or timezone.now()
    lamps = _lamps(now)
    return {
        "at_ms": as_ms(now),
        "vehicles": _vehicles(now),
        "lamps": lamps,
        "energy": _energy(now),
        "messages": _messages(now, lamps),
    }


def as_ms(moment: dt.datetime | None) -> int | None:
    """Return a moment as milliseconds since the Unix epoch."""
    return None if moment is None else int(moment.timestamp() * 1000)


def _vehicles(now: dt.datetime) -> Counters:
    counted: Counters = Vehicle.objects.located().aggregate(
        total=Count("pk"),
        reporting=Count("pk", filter=is_reporting(now)),
        moving=Count("pk", filter=is_moving(now)),
        stale=Count("pk", filter=is_stale(now)),
    )
    counted["silent"] = counted["total"] - counted["reporting"] - counted["stale"]
    driven = DeviceDay.objects.filter(day=timezone.localdate(now)).aggregate(mm=Sum("distance_mm"))
    counted["km_today"] = round((driven["mm"] or 0) / MM_PER_KM, 1)
    return counted


def _lamps(now: dt.datetime) -> Counters:
    """Return the counters of the lamps, at most ten seconds old: the many lamps are slow."""
    return cache.get_or_set("live:lamps", lambda: _count_lamps(now), LAMPS_FRESH_S) or {}


def _count_lamps(now: dt.datetime) -> Counters:
    """Count as `LampQuerySet` does, without the join through devices that 60,000 lamps cost.

    `all` are the lamps of the inventory; the other counts are of those with a controller.
    """
    with connection.cursor() as cursor:
        cursor.execute(LAMPS, {"since": now - SILENT_AFTER})
        every, total, known, lit, faulty, last_at = cursor.fetchone()
    said = LampDay.objects.filter(day=timezone.localdate(now)).aggregate(n=Sum("state_count"))
    return {
        "all": every,
        "total": total,
        "lit": lit,
        "faulty": faulty,
        "silent": total - known,
        "said_today": said["n"] or 0,
        "last_at_ms": as_ms(last_at),
    }


def _energy(now: dt.datetime) -> Counters:
    local = timezone.localtime(now)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    this_hour = now.replace(minute=0, second=0, microsecond=0)
    drawn = CabinetHour.objects.filter(hour__gte=min(midnight, this_hour - HOUR)).aggregate(
        today=Sum("energy_wh", filter=Q(hour__gte=midnight)),
        last_hour=Sum("energy_wh", filter=Q(hour=this_hour - HOUR)),
    )
    power = Cabinet.objects.reporting(now).aggregate(
        w=Sum(F("device__latest_meter_reading__power_w"))
    )
    return {
        "today_kwh": round((drawn["today"] or 0) / WH_PER_KWH, 1),
        "last_hour_kwh": round((drawn["last_hour"] or 0) / WH_PER_KWH, 1),
        "power_kw": round((power["w"] or 0) / WH_PER_KWH, 1),
    }


def _messages(now: dt.datetime, lamps: Counters) -> Counters:
    """How much was stored today, and when the last of it came."""
    fixes = DeviceDay.objects.filter(day=timezone.localdate(now)).aggregate(n=Sum("fix_count"))
    newest = [lamps["last_at_ms"]] + [
        as_ms(model.objects.aggregate(at=Max("received_at"))["at"])
        for model in (LatestPosition, LatestMeterReading)
    ]
    return {
        "today": (fixes["n"] or 0) + lamps["said_today"],
        "last_at_ms": max((moment for moment in newest if moment), default=None),
    }
