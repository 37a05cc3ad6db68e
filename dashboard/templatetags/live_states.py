"""What a vehicle, lamp or cabinet is doing, as a title and a tone; the same rules as on the map."""

import datetime as dt
from typing import Any

from django import template
from django.utils.translation import gettext_lazy as _

from fleet.models import Vehicle
from fleet.rules import MOVING_KMH, SILENT_AFTER, STALE_AFTER
from lighting.enums import LampFault
from lighting.models import Cabinet, Lamp
from lighting.rules import SILENT_AFTER as LIGHTING_SILENT_AFTER

register = template.Library()

State = dict[str, Any]


@register.simple_tag
def vehicle_state(vehicle: Vehicle, now: dt.datetime) -> State:
    """Return the state of a located vehicle."""
    seen_at: dt.datetime | None = getattr(vehicle, "seen_at", None)
    speed_kmh: float | None = getattr(vehicle, "speed_kmh", None)
    if seen_at is None or seen_at < now - SILENT_AFTER:
        return _state(_("Silent"), "none")
    if seen_at < now - STALE_AFTER:
        return _state(_("Position out of date"), "warning")
    if (speed_kmh or 0) >= MOVING_KMH:
        return _state(_("Moving"), "good")
    return _state(_("Standing still"), "still")


@register.simple_tag
def lamp_state(lamp: Lamp, now: dt.datetime) -> State:
    """Return the state of a lamp, its fault and when it spoke last."""
    newest = getattr(lamp.device, "latest_lamp_state", None)
    at = newest.at if newest else None
    if lamp.device is None:
        return _state(_("Without a device"), "none")
    if newest is None or at is None or at < now - LIGHTING_SILENT_AFTER:
        return _state(_("Silent"), "none", at=at)
    if newest.fault:
        return _state(_("Faulty"), "alarm", at=at, fault=LampFault(newest.fault).label)
    if newest.is_on:
        return _state(_("Lit"), "good", at=at)
    return _state(_("Off"), "still", at=at)


@register.simple_tag
def cabinet_state(cabinet: Cabinet, now: dt.datetime) -> State:
    """Return the state of a cabinet, its power and when its meter was read last."""
    newest = getattr(cabinet.device, "latest_meter_reading", None)
    at = newest.at if newest else None
    power_kw = newest.power_w / 1000 if newest and newest.power_w is not None else None
    if cabinet.device is None:
        return _state(_("Without a device"), "none")
    if at is None or at < now - LIGHTING_SILENT_AFTER:
        return _state(_("Silent"), "none", at=at, power_kw=power_kw)
    return _state(_("Reporting"), "good", at=at, power_kw=power_kw)


def _state(title: object, tone: str, **facts: object) -> State:
    return {"title": title, "tone": tone, "at": None, "fault": None, "power_kw": None} | facts
