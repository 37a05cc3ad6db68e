"""What a vehicle, lamp or cabinet is doing, as a title and a tone; the same rules as on the map."""

import datetime as dt
from typing import Any

from django import template

from fleet.models import Vehicle
from fleet.tables import ACTIVITY_TONES, activity_of_vehicle
from lighting.enums import LampFault
from lighting.models import Cabinet, Lamp
from lighting.tables import CONDITION_TONES, condition_of

register = template.Library()

State = dict[str, Any]


@register.simple_tag
def vehicle_state(vehicle: Vehicle, now: dt.datetime) -> State:
    """Return the state of a located vehicle."""
    activity = activity_of_vehicle(vehicle, now)
    return _state(activity.label, ACTIVITY_TONES[activity])


@register.simple_tag
def lamp_state(lamp: Lamp, now: dt.datetime) -> State:
    """Return the state of a lamp, its fault and when it spoke last."""
    newest = getattr(lamp.device, "latest_lamp_state", None)
    condition = condition_of(lamp, now)
    tone = CONDITION_TONES[condition]
    fault = LampFault(newest.fault).label if newest and tone == "alarm" else None
    return _state(condition.label, tone, at=newest.at if newest else None, fault=fault)


@register.simple_tag
def cabinet_state(cabinet: Cabinet, now: dt.datetime) -> State:
    """Return the state of a cabinet, its power and when its meter was read last."""
    newest = getattr(cabinet.device, "latest_meter_reading", None)
    condition = condition_of(cabinet, now)
    power_kw = newest.power_w / 1000 if newest and newest.power_w is not None else None
    at = newest.at if newest else None
    return _state(condition.label, CONDITION_TONES[condition], at=at, power_kw=power_kw)


def _state(title: object, tone: str, **facts: object) -> State:
    return {"title": title, "tone": tone, "at": None, "fault": None, "power_kw": None} | facts
