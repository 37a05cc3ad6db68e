"""A few vehicles, lamps and cabinets, in the states that a test asks for."""

import datetime as dt

from django.contrib.gis.geos import LineString, MultiLineString, MultiPolygon, Point, Polygon
from django.utils import timezone

from fleet.models import BusLine, Fitting, LatestPosition, Vehicle
from gis.models import Street, Territory
from lighting.models import (
    Cabinet,
    Lamp,
    LatestLampState,
    LatestMeterReading,
)
from telemetry.models import Device

CENTRE = (-7.9811, 31.6295)
SECOND = dt.timedelta(seconds=1)


def make_territory() -> Territory:
    """Make a commune of about 20 km around the centre."""
    lon, lat = CENTRE
    box = Polygon.from_bbox((lon - 0.1, lat - 0.1, lon + 0.1, lat + 0.1))
    box.srid = 4326
    return Territory.objects.create(
        level="commune",
        code="07.351.01.0",
        name_fr="Marrakech",
        name_ar="مراكش",
        geom=MultiPolygon(box, srid=4326),
        valid_from=dt.date(2020, 1, 1),
    )


def make_street(code: str = "S1", category: str = "primary") -> Street:
    """Make a street through the centre."""
    lon, lat = CENTRE
    return Street.objects.create(
        code=code,
        name_fr="Avenue Mohammed V",
        name_ar="شارع محمد الخامس",
        category=category,
        length_m=1900,
        geom=LineString((lon - 0.01, lat), (lon + 0.01, lat), srid=4326),
    )


def make_line(code: str = "L01") -> BusLine:
    """Make a bus line through the centre."""
    lon, lat = CENTRE
    path = LineString((lon - 0.02, lat), (lon + 0.02, lat))
    return BusLine.objects.create(
        code=code, name_fr="Ligne 1", name_ar="الخط 1", geom=MultiLineString(path, srid=4326)
    )


def make_vehicle(
    code: str,
    kind: str = "bus",
    *,
    seen_ago: dt.timedelta | None = SECOND,
    speed_kmh: float | None = 20.0,
    line: BusLine | None = None,
    place: tuple[float, float] = CENTRE,
) -> Vehicle:
    """Make a vehicle with a device, and a position unless it never spoke."""
    now = timezone.now()
    vehicle = Vehicle.objects.create(code=code, kind=kind, line=line)
    device = Device.objects.create(uid=code.lower(), kind="vehicle")
    Fitting.objects.create(vehicle=vehicle, device=device, valid_from=now - dt.timedelta(days=1))
    if seen_ago is not None:
        LatestPosition.objects.create(
            device=device,
            at=now - seen_ago,
            received_at=now - seen_ago,
            geom=Point(*place, srid=4326),
            speed_kmh=speed_kmh,
            heading_deg=90,
        )
    return vehicle


def make_lamp(
    code: str,
    *,
    seen_ago: dt.timedelta | None = SECOND,
    is_on: bool = True,
    fault: int = 0,
    has_device: bool = True,
    place: tuple[float, float] = CENTRE,
) -> Lamp:
    """Make a lamp, with a device and a state unless told otherwise."""
    device = Device.objects.create(uid=code.lower(), kind="lamp") if has_device else None
    if device and seen_ago is not None:
        at = timezone.now() - seen_ago
        LatestLampState.objects.create(
            device=device, at=at, received_at=at, is_on=is_on, dim_percent=100, fault=fault
        )
    return Lamp.objects.create(code=code, device=device, geom=Point(*place, srid=4326))


def make_cabinet(code: str, *, seen_ago: dt.timedelta | None = SECOND) -> Cabinet:
    """Make a cabinet with a meter of 1.5 kW, read unless told otherwise."""
    device = Device.objects.create(uid=code.lower(), kind="cabinet")
    if seen_ago is not None:
        at = timezone.now() - seen_ago
        LatestMeterReading.objects.create(
            device=device, at=at, received_at=at, energy_wh=1_000, power_w=1_500
        )
    return Cabinet.objects.create(code=code, device=device, geom=Point(*CENTRE, srid=4326))
