"""Put the demonstration city into the database, or take it out again."""

import datetime as dt

from django.db import IntegrityError, connection, transaction
from django.db.models import Max, Model

from demo.directory import delete_directory
from demo.inventory import EDITION, MOST_LAMPS, MOST_VEHICLES, Options, build_city
from demo.models import LoadedCity
from demo.rows import write_city
from fleet.models import (
    BusLine,
    BusStop,
    Call,
    DeviceDay,
    Fitting,
    LatestPosition,
    Operator,
    Position,
    SanitationRound,
    Vehicle,
)
from gis.models import Street
from ingest.recordings import PREFIX
from lighting.models import (
    Cabinet,
    CabinetHour,
    ControlPoint,
    Feeder,
    Lamp,
    LampDay,
    LampState,
    LatestLampState,
    LatestMeterReading,
    MeterReading,
)
from telemetry.models import Device, DeviceEvent

_TELEMETRY: tuple[type[Model], ...] = (
    *(Position, LatestPosition, DeviceDay),
    *(LampState, LatestLampState, LampDay),
    *(MeterReading, LatestMeterReading, CabinetHour, DeviceEvent),
)
_TURN = 3_510_101  # a number of ours for PostgreSQL's advisory locks


class CityRefusedError(Exception):
    """The city cannot be loaded; the text says why and what to do."""


def loaded_city() -> LoadedCity | None:
    """Return which city is loaded, if any."""
    return LoadedCity.objects.first()


def last_heard() -> tuple[float, float, float]:
    """When simulated vehicles, lamps and meters last said something, seconds since the Unix epoch.

    By their own clocks, and a minute early, so that nothing of that moment is missed; 0 if never.
    Vehicles of a recording that is played are none of the city's.
    """
    simulated = (
        Device.objects.filter(is_simulated=True).exclude(uid__startswith=PREFIX).values("id")
    )
    vehicles, lamps, meters = (
        model._default_manager.filter(device_id__in=simulated).aggregate(at=Max("at"))["at"]
        for model in (LatestPosition, LatestLampState, LatestMeterReading)
    )
    return _just_before(vehicles), _just_before(lamps), _just_before(meters)


def _just_before(moment: dt.datetime | None) -> float:
    return moment.timestamp() - 60 if moment else 0.0


def load_city(*, lamps: int = 6_000, vehicles: int = 200, seed: int = 1) -> bool:
    """Load the city made from these options in place of any other; False if it was there already.

    Touches simulated rows alone, and adds the real territories if they are missing. Raises
    `CityRefusedError`.
    """
    if not (1 <= lamps <= MOST_LAMPS and 1 <= vehicles <= MOST_VEHICLES and seed >= 0):
        raise CityRefusedError(f"1 to {MOST_LAMPS} lamps and 1 to {MOST_VEHICLES} vehicles, please")
    options = Options(lamps, vehicles, seed)
    if _is_loaded(options):
        return False
    city = build_city(options)
    try:
        with transaction.atomic():
            _wait_for_turn()
            if _is_loaded(options):
                return False
            _delete()
            write_city(city)
            LoadedCity.objects.create(**options._asdict(), edition=EDITION)
    except IntegrityError as error:
        raise CityRefusedError(f"a real row has the code of an invented one: {error}") from error
    return True


def remove_city() -> bool:
    """Remove every simulated row and what its devices measured; False if there was nothing."""
    with transaction.atomic():
        _wait_for_turn()
        return _delete()


def _is_loaded(options: Options) -> bool:
    city = loaded_city()
    return city is not None and (city.options, city.edition) == (options, EDITION)


def _wait_for_turn() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_TURN])


def _delete() -> bool:
    simulated = Device.objects.filter(is_simulated=True)
    for model in _TELEMETRY:
        _drop(model, device_id__in=simulated.values("id"))
    _drop(Lamp, is_simulated=True)
    _drop(ControlPoint, is_simulated=True)
    _drop(Feeder, cabinet__in=Cabinet.objects.filter(is_simulated=True))
    _drop(Cabinet, is_simulated=True)
    _drop(Fitting, vehicle__in=Vehicle.objects.filter(is_simulated=True))
    _drop(Call, line__in=BusLine.objects.filter(is_simulated=True))
    _drop(BusStop, is_simulated=True)
    for owned in (Vehicle, SanitationRound, BusLine, Operator):
        _drop(owned, is_simulated=True)
    simulated.delete()
    delete_directory()
    _drop(Street, is_simulated=True)
    return bool(LoadedCity.objects.all().delete()[0])


def _drop(model: type[Model], **conditions: object) -> None:
    """Delete in one statement: nothing else hangs on these rows, and the database would refuse if
    it did.
    """
    rows = model._default_manager.filter(**conditions)
    rows._raw_delete(rows.db)
