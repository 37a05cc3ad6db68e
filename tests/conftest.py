"""What every test may ask for."""

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import connection as main_connection
from django.test import TransactionTestCase
from pytest_django import DjangoDbBlocker

from gis import layers
from telemetry.database import connect
from telemetry.store import Store
from tests import pristine
from tests.telemetry.tables import clear

ROOT = Path(__file__).resolve().parent.parent
REAL_DATA = Path(os.environ.get("MUNICIPALITY_REAL_DATA", str(ROOT / "../shared/data")))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the slow tests, so that no worker is left alone with one at the end."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


def pytest_collection_finish() -> None:
    """Leave what was imported to stand out of every search for garbage: a fifth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(autouse=True)
def _own_layers_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read own layers each time: no test sees those of another, and every request asks alike."""
    monkeypatch.setattr(layers, "KEPT_S", -1.0)


@pytest.fixture(scope="session")
def real_data() -> Path:
    """Return the folder of real files, which live beside the project and never inside it."""
    if not REAL_DATA.is_dir():
        pytest.skip("no real data here: set MUNICIPALITY_REAL_DATA to a folder that holds it")
    return REAL_DATA.resolve()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Make the test database as pytest-django does; bring it back quickly after each test."""
    begin = TransactionTestCase.__dict__["_pre_setup"]

    def begin_without_telemetry(case: type[TransactionTestCase]) -> None:
        pristine.empty_telemetry(main_connection)
        begin.__get__(None, case)()

    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_pre_setup", classmethod(begin_without_telemetry))
        if pristine.can_restore(main_connection):
            pristine.remember(main_connection)
            patch.setattr(
                TransactionTestCase,
                "_fixture_teardown",
                lambda _test: pristine.restore(main_connection),
            )
        yield


@pytest.fixture
def connection(transactional_db: None) -> Iterator[psycopg.Connection]:
    """Return a connection beside Django's, to empty telemetry tables."""
    with connect() as own:
        clear(own)
        yield own
        own.rollback()


@pytest.fixture
def store(connection: psycopg.Connection) -> Store:
    """Return a store over that connection."""
    return Store(connection)
