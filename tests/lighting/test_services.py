"""A lamp or a cabinet gets its device, and only one of its kind."""

import pytest
from django.contrib.gis.geos import Point
from django.core.exceptions import ValidationError
from django.utils.translation import override

from lighting.models import Cabinet, Lamp
from lighting.services import assign_device
from telemetry.services import register_device


@pytest.fixture
def network(db: None) -> None:
    """Two lamps, a cabinet and their controllers."""
    here = Point(-7.98, 31.63, srid=4326)
    for code in ("L1", "L2"):
        Lamp.objects.create(code=code, geom=here)
    Cabinet.objects.create(code="C1", geom=here)
    for uid, kind in (("l-1", "lamp"), ("l-2", "lamp"), ("c-1", "cabinet"), ("t-1", "vehicle")):
        register_device(uid=uid, kind=kind)


def devices() -> dict[str, str | None]:
    """Return the device of each lamp and cabinet."""
    return {
        code: uid
        for model in (Lamp, Cabinet)
        for code, uid in model._default_manager.values_list("code", "device__uid")
    }


def test_a_device_moves_and_takes_the_place_of_another(network: None) -> None:
    assign_device(uid="l-1", lamp_code="L1")
    assign_device(uid="c-1", cabinet_code="C1")
    assign_device(uid="l-2", lamp_code="L1")
    assign_device(uid="l-2", lamp_code="L2")
    assert devices() == {"L1": None, "L2": "l-2", "C1": "c-1"}


@pytest.mark.parametrize(
    ("uid", "place", "why"),
    [
        ("l-9", {"lamp_code": "L1"}, "no device l-9"),
        ("l-1", {"lamp_code": "L9"}, "no lamp L9"),
        ("c-1", {"cabinet_code": "C9"}, "no cabinet C9"),
        ("c-1", {"lamp_code": "L1"}, "c-1 is no controller of a lamp"),
        ("t-1", {"cabinet_code": "C1"}, "t-1 is no controller of a cabinet"),
        ("l-1", {}, "either a lamp or a cabinet"),
        ("l-1", {"lamp_code": "L1", "cabinet_code": "C1"}, "either a lamp or a cabinet"),
    ],
)
def test_what_cannot_be_is_refused(
    network: None, uid: str, place: dict[str, str], why: str
) -> None:
    with override("en"), pytest.raises(ValidationError, match=why):
        assign_device(uid=uid, **place)
    assert set(devices().values()) == {None}
