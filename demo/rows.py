"""The invented city as database rows, written by COPY.

Each function writes one kind of row and returns the identifiers of what it wrote, by code, for the
next one.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
import shapely
from django.conf import settings
from django.contrib.gis.db.models.functions import Transform
from django.contrib.gis.geos import GEOSGeometry, MultiPolygon
from django.db import connection, models
from django.db.models import FloatField, Func
from numpy.typing import NDArray
from psycopg import sql

from demo.boundaries import MARRAKECH, marrakech_units
from demo.directory import write_directory
from demo.inventory import OPERATORS, City
from demo.plane import Points, to_lonlat
from demo.stops import plan_stops
from fleet.enums import VehicleKind
from fleet.models import BusLine, BusStop, Call, Fitting, Operator, SanitationRound, Vehicle
from gis.models import Street, Territory
from lighting.enums import LampType
from lighting.models import Cabinet, Feeder, Lamp
from telemetry.enums import DeviceKind
from telemetry.models import Device

Ids = dict[str, int]

CENSUS_DAY = dt.date(2024, 9, 1)
FITTED_AT = dt.datetime(2025, 1, 1, tzinfo=dt.UTC)
"""Before anything that the simulator sends."""


def write_city(city: City) -> None:
    """Write every row of the city; runs inside the caller's transaction."""
    territories = write_territories()
    streets = write_streets(city, territories)
    write_directory(CENSUS_DAY)
    write_fleet(city)
    write_lighting(city, territories, streets)


def write_territories() -> Ids:
    """Make sure that the commune, its arrondissements and its neighbour exist; they are real and
    stay.
    """
    for unit in marrakech_units():
        if Territory.objects.filter(code=unit.code).exists():
            continue
        Territory.objects.create(
            code=unit.code,
            level=unit.level,
            parent=Territory.objects.filter(code=unit.parent or None).first(),
            name_fr=unit.name_fr,
            name_ar=unit.name_ar,
            population=unit.population,
            households=unit.households,
            geom=MultiPolygon(GEOSGeometry(_ewkb([unit.geom])[0])),
            valid_from=CENSUS_DAY,
        )
    codes = [unit.code for unit in marrakech_units()]
    return dict(Territory.objects.filter(code__in=codes).values_list("code", "id"))


def write_streets(city: City, territories: Ids) -> Ids:
    """Write the streets with their arrondissement and their length."""
    streets = city.network.streets
    axes = [to_lonlat(shapely.get_coordinates(street.axis)) for street in streets]
    middles = np.array([shapely.LineString(a).interpolate(0.5, normalized=True) for a in axes])
    homes = _homes(middles, territories)
    _copy(
        Street,
        (
            "code",
            "name_fr",
            "name_ar",
            "category",
            "territory_id",
            "length_m",
            "is_simulated",
            "geom",
        ),
        (
            (s.code, s.name_fr, s.name_ar, s.category.value, home, s.axis.length, True, geom)
            for s, home, geom in zip(
                streets, homes, _ewkb(map(shapely.LineString, axes)), strict=True
            )
        ),
    )
    metres = Func(
        Transform("geom", settings.GEOMETRIC_SRID), function="ST_Length", output_field=FloatField()
    )
    Street.objects.filter(is_simulated=True).update(length_m=metres)
    return _ids(Street)


def _homes(points: NDArray[np.object_], territories: Ids) -> list[int | None]:
    """The arrondissement of each point, or the neighbouring commune, or none."""
    units = [unit for unit in marrakech_units() if unit.code != MARRAKECH]
    homes: list[int | None] = [None] * len(points)
    found = shapely.STRtree([unit.geom for unit in units]).query(points, "within")
    for point, unit in found.T.tolist():
        homes[point] = territories[units[unit].code]
    return homes


def write_fleet(city: City) -> None:
    """Write operators, lines, rounds, vehicles and the trackers fitted to them."""
    names = ("code", "name_fr", "name_ar", "is_simulated")
    _copy(Operator, names, ((*operator, True) for operator in OPERATORS))
    operators = _ids(Operator)
    ways = _ewkb(_multiline(way.axis) for way in city.line_ways)
    _copy(
        BusLine,
        (*names, "color", "geom"),
        (
            (line.code, line.name_fr, line.name_ar, True, line.color, way)
            for line, way in zip(city.lines, ways, strict=True)
        ),
    )
    ways = _ewkb(_multiline(plan.way.axis) for plan in city.rounds)
    _copy(
        SanitationRound,
        (*names, "operator_id", "geom"),
        (
            (
                plan.code,
                plan.name_fr,
                plan.name_ar,
                True,
                operators[OPERATORS[1 + plan.lot].code],
                way,
            )
            for plan, way in zip(city.rounds, ways, strict=True)
        ),
    )
    _write_stops(city)
    _write_vehicles(city, operators)


def _write_stops(city: City) -> None:
    stops = plan_stops(city.line_ways, city.network.streets)
    codes = [f"STP-{number:04d}" for number in range(1, len(stops.points) + 1)]
    places = _ewkb(shapely.points(to_lonlat(stops.points)))
    _copy(
        BusStop,
        ("code", "name_fr", "name_ar", "is_simulated", "geom", "valid_from"),
        (
            (code, *names, True, place, CENSUS_DAY)
            for code, names, place in zip(codes, stops.names, places, strict=True)
        ),
    )
    lines, known = _ids(BusLine), _ids(BusStop)
    out_and_back = (
        (lines[line.code], direction, order, known[codes[stop]])
        for line, calls in zip(city.lines, stops.calls, strict=True)
        for direction, way in enumerate((calls, calls[::-1]))
        for order, stop in enumerate(way)
    )
    _copy(Call, ("line_id", "direction", "order", "stop_id"), out_and_back)


def _write_vehicles(city: City, operators: Ids) -> None:
    lines, rounds = _ids(BusLine), _ids(SanitationRound)
    bus, truck = VehicleKind.BUS, VehicleKind.SANITATION_TRUCK
    _copy(
        Vehicle,
        ("code", "kind", "plate", "operator_id", "line_id", "round_id", "is_simulated"),
        (
            (
                plan.code,
                plan.kind.value,
                "",
                operators[OPERATORS[plan.operator].code],
                lines[city.lines[plan.task].code] if plan.kind == bus else None,
                rounds[city.rounds[plan.task].code] if plan.kind == truck else None,
                True,
            )
            for plan in city.vehicles
        ),
    )
    devices = _write_devices(DeviceKind.VEHICLE, [plan.uid for plan in city.vehicles])
    vehicles = _ids(Vehicle)
    _copy(
        Fitting,
        ("vehicle_id", "device_id", "valid_from"),
        ((vehicles[plan.code], devices[plan.uid], FITTED_AT) for plan in city.vehicles),
    )


def write_lighting(city: City, territories: Ids, streets: Ids) -> None:
    """Write cabinets, feeders and lamps with their controllers."""
    cabinets = _write_cabinets(city, territories)
    lighting = city.lighting
    feeders = _write_feeders(city, cabinets)
    codes = [city.lamp_code(i) for i in range(len(lighting.lonlat))]
    devices = _write_devices(DeviceKind.LAMP, [code.lower() for code in codes])
    home = [territories[code] for code in lighting.territory_codes]
    street = [streets[plan.code] for plan in city.network.streets]
    kinds = {True: LampType.LED.value, False: LampType.SODIUM.value}
    rows = zip(
        codes,
        lighting.cabinet.tolist(),
        lighting.feeder.tolist(),
        lighting.street.tolist(),
        lighting.territory.tolist(),
        lighting.is_led.tolist(),
        lighting.power_w.tolist(),
        _ewkb(shapely.points(lighting.lonlat)),
        strict=True,
    )
    _copy(
        Lamp,
        (*_ASSET, "feeder_id", "street_id", "lamp_type", "power_w", "quantity", "remarks", "geom"),
        (
            (
                *_asset(code, devices[code.lower()], home[unit]),
                *(feeders[cabinet, feeder], street[axis], kinds[led], power, 1, "", geom),
            )
            for code, cabinet, feeder, axis, unit, led, power, geom in rows
        ),
    )


_ASSET = (
    "code",
    "device_id",
    "territory_id",
    "address",
    "locality",
    "source_position",
    "is_simulated",
)


def _asset(code: str, device: int, territory: int) -> tuple[Any, ...]:
    return code, device, territory, "", "", "", True


def _write_cabinets(city: City, territories: Ids) -> list[int]:
    lighting = city.lighting
    codes = [city.cabinet_code(i) for i in range(len(lighting.cabinet_lonlat))]
    devices = _write_devices(DeviceKind.CABINET, [code.lower() for code in codes])
    home = [territories[lighting.territory_codes[i]] for i in lighting.cabinet_territory.tolist()]
    geoms = _ewkb(shapely.points(lighting.cabinet_lonlat))
    _copy(
        Cabinet,
        (*_ASSET, "supply_id", "geom"),
        (
            (*_asset(code, devices[code.lower()], unit), f"SIM-{code[4:]}", geom)
            for code, unit, geom in zip(codes, home, geoms, strict=True)
        ),
    )
    found = _ids(Cabinet)
    return [found[code] for code in codes]


def _write_feeders(city: City, cabinets: list[int]) -> dict[tuple[int, int], int]:
    """Write the feeders; returns their ids by the cabinet's index and the feeder's number."""
    pairs = np.unique(np.column_stack([city.lighting.cabinet, city.lighting.feeder]), axis=0)
    _copy(Feeder, ("cabinet_id", "number"), ((cabinets[c], number) for c, number in pairs.tolist()))
    index = {pk: i for i, pk in enumerate(cabinets)}
    rows = Feeder.objects.filter(cabinet__is_simulated=True)
    return {
        (index[cabinet], number): pk
        for pk, cabinet, number in rows.values_list("id", "cabinet_id", "number")
    }


def _write_devices(kind: DeviceKind, uids: list[str]) -> Ids:
    columns = ("uid", "kind", "is_active", "is_simulated")
    _copy(Device, columns, ((uid, kind.value, True, True) for uid in uids))
    rows = Device.objects.filter(is_simulated=True, kind=kind)
    return dict(rows.values_list("uid", "id"))


def _ids(model: type[models.Model]) -> Ids:
    rows = model._default_manager.filter(is_simulated=True)
    return dict(rows.values_list("code", "id"))


def _multiline(axis: Points) -> shapely.MultiLineString:
    return shapely.multilinestrings([shapely.LineString(to_lonlat(axis))])


def _ewkb(geoms: Iterable[Any]) -> list[str]:
    placed = shapely.set_srid(np.array(list(geoms)), 4326)
    return list(shapely.to_wkb(placed, hex=True, include_srid=True).tolist())


def _copy(
    model: type[models.Model], columns: Sequence[str], rows: Iterator[tuple[Any, ...]]
) -> None:
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(model._meta.db_table), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    wrapped = connection.wrap_database_errors
    with connection.cursor() as cursor, wrapped, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)
