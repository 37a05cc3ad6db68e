"""A batch ends in the tables or among the dead letters, in one transaction, whatever is in it."""

import datetime as dt
import time
from collections.abc import Iterator

import orjson
import psycopg
import pytest

from fleet.models import LatestPosition, Position
from ingest import sorting
from ingest.decoders import decode
from ingest.models import DeadLetter
from ingest.pipeline import Pipeline
from ingest.services import replay_dead_letters
from lighting.models import LampState
from telemetry.database import connect
from telemetry.enums import DeviceKind
from telemetry.models import Device, DeviceEvent
from telemetry.records import Record

NOW_US = time.time_ns() // 1000


@pytest.fixture
def pipeline(connection: psycopg.Connection) -> Iterator[Pipeline]:
    """Return a pipeline with a bus, a lamp and a cabinet registered."""
    for uid, kind in (
        ("BUS-1", DeviceKind.VEHICLE),
        ("LMP-1", DeviceKind.LAMP),
        ("CAB-1", DeviceKind.CABINET),
    ):
        Device.objects.create(uid=uid, kind=kind)
    own = Pipeline()
    yield own
    own.close()


def message(topic: str, seconds: float = 0, **fields: object) -> tuple[str, bytes]:
    """Return a message dated `seconds` from now."""
    return topic, orjson.dumps({"at": NOW_US // 1000 + int(seconds * 1000), **fields})


def position(seconds: float = 0, uid: str = "BUS-1", **fields: object) -> tuple[str, bytes]:
    """Return a fix in Marrakech."""
    return message(f"city/{uid}/position", seconds, **{"lat": 31.63, "lon": -7.98} | fields)


def reasons() -> dict[str, int]:
    """Return the dead letters by reason."""
    letters = DeadLetter.objects.values_list("reason", "occurrences")
    return dict(letters)


def test_each_kind_reaches_its_domain(pipeline: Pipeline) -> None:
    """One message of each kind; the latest state follows."""
    outcome = pipeline.process(
        [
            position(-10, speed_kmh=31.5, heading_deg=270),
            message("city/LMP-1/lamp", -9, on=True, power_w=95),
            message("city/CAB-1/meter", -8, energy_kwh=12.5),
            message("city/BUS-1/event", -7, code="door_open", severity="warning"),
        ],
        NOW_US,
    )
    assert (outcome.stored, outcome.known, outcome.refusals) == (4, 0, ())
    newest = LatestPosition.objects.get()
    assert newest.geom is not None
    assert (newest.geom.x, newest.geom.y, newest.heading_deg) == (-7.98, 31.63, 270)
    assert LampState.objects.get().power_w == 95
    assert DeviceEvent.objects.get().severity == "warning"


def test_a_redelivery_changes_nothing(pipeline: Pipeline) -> None:
    """The same batch twice: the second time everything is known."""
    batch = [position(-n) for n in range(50)] + [message("city/BUS-1/event", code="sos")]
    assert pipeline.process(batch, NOW_US).stored == 51
    again = pipeline.process(batch, NOW_US)
    assert (again.stored, again.known) == (0, 51)


def test_an_older_fix_never_replaces_the_latest(pipeline: Pipeline) -> None:
    """A fix that comes late is kept in the history only."""
    pipeline.process([position(-10, lat=31.64)], NOW_US)
    pipeline.process([position(-3600, lat=31.60)], NOW_US)
    newest = LatestPosition.objects.get()
    assert newest.geom is not None
    assert newest.geom.y == 31.64
    assert Position.objects.count() == 2


def test_what_is_refused_is_kept_with_its_reason(pipeline: Pipeline) -> None:
    """Every reason that the pipeline adds, beside good messages that are not held up."""
    ages_s = 500 * 86_400
    outcome = pipeline.process(
        [
            position(-1),
            ("city/BUS-1/position", b"{"),
            position(600),
            position(-ages_s),
            position(-1, uid="STRANGER"),
            position(-1, uid="LMP-1"),
            position(-1, lat=0.0, lon=0.0),
        ],
        NOW_US,
    )
    assert outcome.stored == 1
    assert reasons() == {
        "bad_json": 1,
        "future_dated": 1,
        "expired": 1,
        "unknown_device": 1,
        "wrong_kind": 1,
        "null_island": 1,
    }


def test_the_same_rubbish_counts_up(pipeline: Pipeline) -> None:
    """A device that repeats itself fills one line, not the disk."""
    rubbish = ("city/BUS-1/position", b"\x00\xff")
    pipeline.process([rubbish, rubbish], NOW_US)
    pipeline.process([rubbish], NOW_US)
    assert reasons() == {"bad_json": 3}


def test_a_device_registered_later_gets_its_messages_back(pipeline: Pipeline) -> None:
    """Replay after the repair empties the dead letters; what is still wrong stays."""
    pipeline.process([position(-5, uid="BUS-2"), ("city/BUS-1/position", b"{")], NOW_US)
    Device.objects.create(uid="BUS-2", kind=DeviceKind.VEHICLE)
    fresh = Pipeline()
    list(replay_dead_letters(fresh))
    assert reasons() == {"bad_json": 1}
    assert Position.objects.count() == 1
    list(replay_dead_letters(fresh))
    assert reasons() == {"bad_json": 1}
    fresh.close()


def test_a_message_that_the_database_rejects_stands_alone(
    pipeline: Pipeline, connection: psycopg.Connection
) -> None:
    """One row against a constraint of the table: the 99 others of the batch are stored."""
    connection.execute(
        "ALTER TABLE fleet_position ADD CONSTRAINT too_odd CHECK (speed_kmh <> 66.5)"
    )
    connection.commit()
    try:
        batch = [position(-n, speed_kmh=66.5 if n == 37 else 20) for n in range(100)]
        outcome = pipeline.process(batch, NOW_US)
        assert outcome.stored == 99
        assert reasons() == {"rejected_by_database": 1}
    finally:
        connection.execute("ALTER TABLE fleet_position DROP CONSTRAINT too_odd")
        connection.commit()


def test_a_lost_connection_loses_nothing(pipeline: Pipeline) -> None:
    """The server ends the session: the batch is not stored, and is at the next try."""
    pipeline.process([position(-20)], NOW_US)
    with connect() as other:
        other.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
            " AND application_name = 'municipality-telemetry' AND datname = current_database()"
        )
    with pytest.raises(psycopg.OperationalError):
        pipeline.process([position(-10)], NOW_US)
    assert pipeline.process([position(-10)], NOW_US).stored == 1


def test_a_dropped_partition_is_made_again(
    pipeline: Pipeline, connection: psycopg.Connection
) -> None:
    """Retention took a partition that the process believed in."""
    pipeline.process([position(-20)], NOW_US)
    day = dt.datetime.fromtimestamp(NOW_US / 1e6 - 20, dt.UTC).date()
    connection.execute(f"DROP TABLE fleet_position_{day:%Y%m%d}")
    connection.commit()
    assert pipeline.process([position(-10), position(-11)], NOW_US).stored == 2


def test_a_decoder_that_fails_stops_nobody(
    pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fault in our own code is a dead letter for that message, and the others are stored."""

    def faulty(topic: str, payload: bytes) -> list[Record]:
        if payload == b"trap":
            raise KeyError("nobody thought of this")
        return decode(topic, payload)

    monkeypatch.setattr(sorting, "decode", faulty)
    outcome = pipeline.process([("city/BUS-1/position", b"trap"), position(-1)], NOW_US)
    assert outcome.stored == 1
    assert reasons() == {"decoder_failed": 1}


def test_an_unknown_schema_makes_messages_wait(
    pipeline: Pipeline, connection: psycopg.Connection
) -> None:
    """During an upgrade that changes a table, nothing is given up as a dead letter."""
    connection.execute("ALTER TABLE fleet_position_latest RENAME COLUMN accuracy_m TO accuracy")
    connection.commit()
    try:
        with pytest.raises(psycopg.OperationalError):
            pipeline.process([position(-1)], NOW_US)
        assert reasons() == {}
    finally:
        connection.execute("ALTER TABLE fleet_position_latest RENAME COLUMN accuracy TO accuracy_m")
        connection.commit()
    assert pipeline.process([position(-1)], NOW_US).stored == 1
