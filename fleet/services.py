"""Changes to vehicles and to the devices fitted to them."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext as _

from fleet.models import DeviceDay, Fitting, LatestPosition, Operator, Position, Vehicle
from people.models import User
from people.services.saving import demand, fresh, put, save
from telemetry.enums import DeviceKind
from telemetry.models import Device, DeviceEvent

CAPABILITY: Final = "workspace.configure"
OPERATOR_FIELDS: Final = {"code", "name_ar", "name_fr"}


@transaction.atomic
def fit_device(*, vehicle_code: str, uid: str, at: dt.datetime, kind: str = "") -> Fitting:
    """Fit a device to a vehicle from `at` on; what was in the one and where the other was ends.

    `kind` creates a vehicle that is not known. Raises ValidationError for what is not known, for
    another kind of device or vehicle, and where a fitting of either would overlap.
    """
    device = Device.objects.select_for_update().filter(uid=uid).first()
    if device is None:
        raise ValidationError(_("There is no device %(uid)s.") % {"uid": uid})
    if device.kind != DeviceKind.VEHICLE:
        raise ValidationError(_("%(uid)s is no tracker of a vehicle.") % {"uid": uid})
    vehicle = _vehicle(vehicle_code, kind, device)
    present = Fitting.objects.current().filter(Q(vehicle=vehicle) | Q(device=device))
    ending: list[Fitting] = list(present.select_for_update())
    for fitting in ending:
        if (fitting.vehicle_id, fitting.device_id) == (vehicle.pk, device.pk):
            return fitting
        _end(fitting, at)
    fitting = Fitting(vehicle=vehicle, device=device, valid_from=at)
    fitting.full_clean()
    fitting.save()
    return fitting


def _vehicle(code: str, kind: str, device: Device) -> Vehicle:
    """Return the vehicle of that code, made now if its kind is said."""
    vehicle = Vehicle.objects.select_for_update().filter(code=code).first()
    if vehicle is None:
        if not kind:
            raise ValidationError(
                _("There is no vehicle %(code)s; give its kind to create it.") % {"code": code}
            )
        vehicle = Vehicle(code=code, kind=kind, is_simulated=device.is_simulated)
        vehicle.full_clean()
        vehicle.save()
    elif kind and vehicle.kind != kind:
        raise ValidationError(
            _("The vehicle %(code)s is known as: %(kind)s.")
            % {"code": code, "kind": vehicle.get_kind_display()}
        )
    return vehicle


def _end(fitting: Fitting, at: dt.datetime) -> None:
    if fitting.valid_from >= at:
        raise ValidationError(
            _("%(uid)s is in %(code)s since %(since)s: say a later time.")
            % {
                "uid": fitting.device.uid,
                "code": fitting.vehicle.code,
                "since": fitting.valid_from.isoformat(sep=" ", timespec="seconds"),
            }
        )
    fitting.valid_to = at
    fitting.save(update_fields=["valid_to"])


@transaction.atomic
def register_vehicles(
    *, codes: Mapping[str, str], kind: str, fitted_at: dt.datetime, is_simulated: bool = False
) -> int:
    """Register those trackers that are not known, each in a new vehicle; return how many.

    `codes` gives the vehicle's code by the tracker's identity.
    """
    known = set(Device.objects.filter(uid__in=codes).values_list("uid", flat=True))
    new = [uid for uid in codes if uid not in known]
    devices = Device.objects.bulk_create(
        Device(uid=uid, kind=DeviceKind.VEHICLE, is_simulated=is_simulated) for uid in new
    )
    vehicles = Vehicle.objects.bulk_create(
        Vehicle(code=codes[uid], kind=kind, is_simulated=is_simulated) for uid in new
    )
    Fitting.objects.bulk_create(
        Fitting(vehicle=vehicle, device=device, valid_from=fitted_at)
        for vehicle, device in zip(vehicles, devices, strict=True)
    )
    return len(new)


@transaction.atomic
def remove_simulated_trackers(*, prefix: str) -> int:
    """Remove the simulated trackers whose identity begins so, what they measured, and the simulated
    vehicles that they were in; return how many trackers there were.
    """
    devices = Device.objects.filter(uid__startswith=prefix, is_simulated=True)
    numbers = list(devices.select_for_update().values_list("pk", flat=True))
    vehicles = Vehicle.objects.filter(is_simulated=True, fittings__device__in=numbers)
    codes = list(vehicles.values_list("pk", flat=True))
    for model in (Position, LatestPosition, DeviceDay, DeviceEvent):
        rows = model._default_manager.filter(device_id__in=numbers)
        rows._raw_delete(rows.db)
    devices.filter(pk__in=numbers).delete()
    Vehicle.objects.filter(pk__in=codes).delete()
    return len(numbers)


def create_operator(*, actor: User, request: HttpRequest | None = None, **values: Any) -> Operator:
    """Add a body that runs vehicles for the commune."""
    demand(actor, CAPABILITY)
    row = Operator()
    put(row, values, OPERATOR_FIELDS)
    return save(row, actor=actor, action="fleet.create_operator", request=request)


def change_operator(
    *, operator: Operator, actor: User, request: HttpRequest | None = None, **values: Any
) -> Operator:
    """Rename an operator."""
    demand(actor, CAPABILITY)
    row = fresh(operator)
    put(row, values, OPERATOR_FIELDS)
    return save(row, actor=actor, action="fleet.change_operator", request=request)
