"""Boundaries are revised, addresses given, places kept: by those who may, with a trace."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError

from gis.models import AddressPoint, Territory
from gis.places import population_of, territories_at
from gis.services import (
    change_service_point,
    close_service_point,
    create_address,
    create_service_point,
    end_address,
    revise_boundary,
)
from people.models import AuditEntry, User
from tests.gis.city import EAST, WEST, box, here, make_address, make_street, make_town
from tests.people.organisation import grant, make_user

pytestmark = pytest.mark.django_db
TURN = dt.date(2026, 7, 1)


@pytest.fixture
def surveyor() -> User:
    """Make somebody who may change the territory."""
    person = make_user()
    grant("territory.manage", user=person)
    return person


@pytest.fixture
def of_the_east() -> User:
    """Make somebody who may change the eastern arrondissement alone."""
    person = make_user()
    grant("territory.manage", user=person, territory_code=EAST)
    return person


def test_a_boundary_is_revised_and_what_was_is_kept(surveyor: User) -> None:
    town = make_town()
    wide = box(-8.1, -7.99)
    held = revise_boundary(
        code=WEST, geom=wide, valid_from=TURN, actor=surveyor, why="Décret", population=1100
    )
    assert held.pk == town[WEST].pk
    assert Territory.objects.filter(code=WEST).count() == 2
    place = here(-7.995)
    before, after = (territories_at(place, day) for day in (TURN - dt.timedelta(1), TURN))
    assert before["arrondissement"].code == EAST
    assert WEST in {each.code for each in Territory.objects.valid_on(TURN).containing(place)}
    assert after["commune"] == town["07"]
    assert population_of(WEST, TURN - dt.timedelta(1)) == 1000
    assert population_of(WEST, TURN) == 1100
    (entry,) = AuditEntry.objects.filter(action="territory.revise_boundary")
    assert entry.why == "Décret"
    assert entry.new["valid_from"] == "2026-07-01"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"code": "99"}, "code"),
        ({"valid_from": dt.date(2000, 1, 1)}, "valid_from"),
        ({"geom": box(-8.1, -7.9).transform(3857, clone=True)}, "geom"),
    ],
)
def test_a_boundary_that_makes_no_sense_is_refused(
    surveyor: User, values: dict[str, Any], field: str
) -> None:
    make_town()
    given: dict[str, Any] = {"code": WEST, "geom": box(-8.1, -8.0), "valid_from": TURN} | values
    with pytest.raises(ValidationError) as refusal:
        revise_boundary(actor=surveyor, why="x", **given)
    assert field in refusal.value.message_dict
    assert Territory.objects.count() == 3


def test_rights_hold_where_they_were_given(of_the_east: User) -> None:
    make_town()
    with pytest.raises(PermissionDenied):
        revise_boundary(code=WEST, geom=box(-8.1, -8), valid_from=TURN, actor=of_the_east, why="x")
    street = make_street("A1", "Rue", "زنقة")
    assert create_address(street=street, number=1, geom=here(-7.95), actor=of_the_east).pk
    with pytest.raises(PermissionDenied):
        create_address(street=street, number=2, geom=here(-8.05), actor=of_the_east)


def test_a_number_is_given_once_at_a_time(surveyor: User) -> None:
    town = make_town()
    street = make_street("A1", "Rue", "زنقة")
    first = create_address(
        street=street, number=7, geom=here(-8.05), actor=surveyor, valid_from=dt.date(2010, 1, 1)
    )
    assert first.territory == town[WEST]
    with pytest.raises(ValidationError, match=r"already|déjà"):
        create_address(street=street, number=7, geom=here(-8.05), actor=surveyor)
    end_address(address=first, on=dt.date(2020, 1, 1), actor=surveyor)
    assert create_address(street=street, number=7, geom=here(-8.05), actor=surveyor).pk
    assert AddressPoint.objects.valid_on(dt.date(2015, 1, 1)).count() == 1


@pytest.mark.parametrize("number", [0, 10_000])
def test_the_database_refuses_absurd_numbers(number: int) -> None:
    street = make_street("A1", "Rue", "زنقة")
    with pytest.raises(IntegrityError):
        make_address(street, number, here(-8.05))


def values(**more: Any) -> dict[str, Any]:
    """Return what a place needs."""
    needed = {"code": "poste", "category": "post", "name_ar": "بريد", "name_fr": "Poste"}
    return {**needed, "geom": here(-8.05), **more}


def test_a_place_is_kept_with_its_trace(surveyor: User, of_the_east: User) -> None:
    town = make_town()
    place = create_service_point(actor=surveyor, **values())
    assert place.territory == town[WEST]
    with pytest.raises(PermissionDenied):
        change_service_point(place=place, actor=of_the_east, name_fr="À moi")
    moved = change_service_point(
        place=place, actor=surveyor, geom=here(-7.95), phone="+212524000000"
    )
    assert moved.territory == town[EAST]
    closed = close_service_point(place=moved, on=dt.date(2099, 1, 1), actor=surveyor, why="Fini")
    assert closed.valid_to == dt.date(2099, 1, 1)
    entries = AuditEntry.objects.filter(object_type="territory.servicepoint").order_by("pk")
    assert [each.action.split(".")[1] for each in entries] == [
        *("create_service_point", "change_service_point", "close_service_point")
    ]
    assert entries[1].new["geom"] == [-7.95, 31.55]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"geom": here(0)}, "latitude"),
        ({"geom": None}, "latitude"),
        ({"phone": "0524000000"}, "__all__"),
        ({"name_fr": ""}, "name_fr"),
        ({"category": "casino"}, "category"),
        ({"valid_from": TURN, "valid_to": TURN}, "__all__"),
    ],
)
def test_a_place_that_makes_no_sense_is_refused(
    surveyor: User, wrong: dict[str, Any], field: str
) -> None:
    make_town()
    with pytest.raises(ValidationError) as refusal:
        create_service_point(actor=surveyor, **values(**wrong))
    assert field in refusal.value.message_dict


def test_only_fields_of_a_place_are_set(surveyor: User) -> None:
    with pytest.raises(TypeError, match="territory"):
        create_service_point(actor=surveyor, **values(territory=None))
