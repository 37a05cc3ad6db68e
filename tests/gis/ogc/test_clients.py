"""The API as planners' tools use it: GDAL reads every public collection whole."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from pytest_django.live_server_helper import LiveServer

from gis.models import AddressPoint, ServicePoint, Street, Territory
from tests.gis.city import here, make_address, make_service, make_street, make_town

READER = Path(__file__).with_name("reader.py")
TABLES = {
    "territories": Territory,
    "streets": Street,
    "addresses": AddressPoint,
    "service_points": ServicePoint,
}


def read(source: str) -> Any:
    """Return what GDAL reads; in a process of its own, since it lets no other thread serve it."""
    done = subprocess.run(
        [sys.executable, "-P", READER, source, *TABLES],
        capture_output=True,
        check=True,
        timeout=120,
        text=True,
    )
    return json.loads(done.stdout)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_gdal_reads_counts_extents_and_arabic(live_server: LiveServer) -> None:
    make_town()
    street = make_street("A1", "Rue Ibn Sina", "زنقة ابن سينا")
    for number in range(1, 13):
        make_address(street, number, here(-8.05 + number / 10_000))
    make_service("s1", "Dispensaire Guéliz", "مستوصف جليز", here(-8.04))
    layers = read(f"OAPIF:{live_server.url}/ogc")
    counts = {name: model._default_manager.count() for name, model in TABLES.items()}
    assert {name: found["count"] for name, found in layers.items()} == counts
    assert layers["territories"]["bounds"] == pytest.approx((-8.1, 31.5, -7.9, 31.6))
    assert layers["addresses"]["texts"]["street_ar"] == ["زنقة ابن سينا"]
    assert layers["service_points"]["texts"]["name_ar"] == ["مستوصف جليز"]
