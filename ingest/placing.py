"""A device in its place, a vehicle, a lamp or a cabinet, and who sat there before."""

from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from fleet.models import Fitting
from fleet.services import fit_device
from lighting.models import Cabinet, Lamp
from lighting.services import assign_device

OCCUPIED = "occupied"
"""The code of the refusal to put one device in the place of another without being told to."""


class Place(NamedTuple):
    """Where a device shall be: one of the three codes."""

    vehicle: str = ""
    lamp: str = ""
    cabinet: str = ""


@transaction.atomic
def place_device(*, uid: str, place: Place, vehicle_kind: str = "", replace: bool = False) -> str:
    """Put a device in its place; return the identity of the one that had to leave, or nothing.

    `vehicle_kind` makes a vehicle that is not known. Raises ValidationError for what is not known
    or does not fit, and, with the code `OCCUPIED`, where another device is unless `replace`.
    """
    before = _occupant(place)
    if before in {"", uid}:
        before = ""
    elif not replace:
        raise ValidationError(
            _("%(place)s has another device: %(uid)s.")
            % {"place": next(filter(None, place)), "uid": before},
            code=OCCUPIED,
        )
    if place.vehicle:
        now = timezone.now()
        fit_device(vehicle_code=place.vehicle, uid=uid, at=now, kind=vehicle_kind)
    else:
        assign_device(uid=uid, lamp_code=place.lamp, cabinet_code=place.cabinet)
    return before


def _occupant(place: Place) -> str:
    rows: Any
    if place.vehicle:
        rows = Fitting.objects.current().filter(vehicle__code=place.vehicle)
    elif place.lamp:
        rows = Lamp.objects.filter(code=place.lamp)
    else:
        rows = Cabinet.objects.filter(code=place.cabinet)
    uids = rows.exclude(device=None).values_list("device__uid", flat=True)
    return str(uids.first() or "")
