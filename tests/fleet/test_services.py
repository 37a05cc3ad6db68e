"""A device is in one vehicle at a time, a vehicle has one device at a time."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from fleet.models import Fitting, Vehicle
from fleet.services import fit_device
from telemetry.services import register_device

NOON = dt.datetime(2026, 5, 4, 12, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def trackers(db: None) -> None:
    """Two trackers and a lamp's controller."""
    for uid, kind in (("t-1", "vehicle"), ("t-2", "vehicle"), ("lamp-1", "lamp")):
        register_device(uid=uid, kind=kind)


def fittings() -> list[tuple[str, str, dt.datetime, dt.datetime | None]]:
    """Return who was where, and when."""
    columns = ("vehicle__code", "device__uid", "valid_from", "valid_to")
    return list(Fitting.objects.order_by("valid_from", "pk").values_list(*columns))


def test_fittings_end_where_the_next_begin(trackers: None) -> None:
    fit_device(vehicle_code="B1", uid="t-1", at=NOON, kind="bus")
    fit_device(vehicle_code="B2", uid="t-2", at=NOON, kind="bus")
    fit_device(vehicle_code="B1", uid="t-2", at=NOON + HOUR)
    assert fittings() == [
        ("B1", "t-1", NOON, NOON + HOUR),
        ("B2", "t-2", NOON, NOON + HOUR),
        ("B1", "t-2", NOON + HOUR, None),
    ]


def test_the_same_again_changes_nothing(trackers: None) -> None:
    first = fit_device(vehicle_code="B1", uid="t-1", at=NOON, kind="bus")
    assert fit_device(vehicle_code="B1", uid="t-1", at=NOON + HOUR, kind="bus") == first
    assert fittings() == [("B1", "t-1", NOON, None)]


@pytest.mark.parametrize(
    ("code", "uid", "at", "kind", "why"),
    [
        ("B1", "t-9", NOON, "", "no device t-9"),
        ("B1", "lamp-1", NOON, "", "lamp-1 is no tracker"),
        ("B9", "t-2", NOON, "", "no vehicle B9; give its kind"),
        ("B9", "t-2", NOON, "boat", "not a valid choice"),
        ("B1", "t-2", NOON, "service", "B1 is known as: Bus"),
        ("B1", "t-2", NOON, "", "t-1 is in B1 since 2026-05-04 12:00:00"),
        ("B2", "t-1", NOON - HOUR, "bus", "t-1 is in B1 since"),
        ("B3", "t-2", NOON - HOUR, "", "another device at that time"),
    ],
)
def test_what_cannot_be_is_refused_whole(
    trackers: None, code: str, uid: str, at: dt.datetime, kind: str, why: str
) -> None:
    fit_device(vehicle_code="B1", uid="t-1", at=NOON, kind="bus")
    past = Vehicle.objects.create(code="B3", kind="bus")
    device = register_device(uid="t-3", kind="vehicle")
    Fitting.objects.create(
        vehicle=past, device=device, valid_from=NOON - 2 * HOUR, valid_to=NOON + HOUR
    )
    before = fittings()
    with override("en"), pytest.raises(ValidationError, match=why):
        fit_device(vehicle_code=code, uid=uid, at=at, kind=kind)
    assert fittings() == before
    assert set(Vehicle.objects.values_list("code", flat=True)) == {"B1", "B3"}
