"""A search finds what is meant, however it is spelt."""

import pytest
from django.contrib.gis.geos import Point
from django.db import connection
from django.test import Client

from fleet.models import Vehicle
from gis.models import Street
from lighting.models import Lamp
from people.models import Department, User
from tests.workspace.conftest import street

pytestmark = pytest.mark.django_db

NAMES = [
    ("شارع محمد الخامس", "Avenue Mohammed V"),
    ("زنقة الإمام مالك", "Rue de l’Imam Malik"),
    ("درب سيدي أحمد السوسي", "Derb Sidi Ahmed Soussi"),
    ("شارع علال بن عبد الله", "Avenue Allal Ben Abdellah"),
    ("ساحة الحرية", "Place de la Liberté"),
    ("حي 50%", "Cité 50%"),
]


@pytest.fixture
def named(db: None) -> None:
    Street.objects.bulk_create(
        street(f"N{n}", name_ar=ar, name_fr=fr) for n, (ar, fr) in enumerate(NAMES)
    )


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("شارع مُحَمَّد", "N0"),
        ("شـــارع محمد", "N0"),
        ("الامام", "N1"),
        ("احمد", "N2"),
        ("الحريه", "N4"),
        ("liberte", "N4"),
        ("LIBERTÉ", "N4"),
        ("٥٠", "N5"),
        ("50%", "N5"),
    ],
)
def test_spelling_does_not_matter(named: None, text: str, code: str) -> None:
    ar = set(Street.objects.filter(name_ar__matches=text).values_list("code", flat=True))
    fr = set(Street.objects.filter(name_fr__matches=text).values_list("code", flat=True))
    assert ar | fr == {code}


@pytest.mark.parametrize("text", ["%", "_", "\\", "a_e", "50_"])
def test_signs_of_patterns_stand_for_themselves(named: None, text: str) -> None:
    found = Street.objects.filter(name_fr__matches=text).values_list("code", flat=True)
    assert set(found) == ({"N5"} if text == "%" else set())


def test_an_index_answers(named: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    plan = Street.objects.filter(name_ar__matches="محمد").order_by().explain()
    assert "street_search_ar" in plan


def test_lamps_are_found_by_their_street(desk: Client, named: None) -> None:
    place = Street.objects.get(code="N4")
    for code, on in (("L-1", place), ("L-2", None)):
        Lamp.objects.create(code=code, street=on, geom=Point(-8, 31.6, srid=4326))
    page = desk.get("/lighting/lamps/", {"street": "الحريه"}).content.decode()
    assert "L-1" in page
    assert "L-2" not in page


def test_the_search_page_finds_across_rooms(desk: Client, clerk: User, named: None) -> None:
    Vehicle.objects.create(code="BUS-7", kind="bus", plate="12345-أ-26")
    page = desk.get("/desk/search/", {"q": "bus-7"}).content.decode()
    assert "/fleet/vehicles/?q=BUS-7" in page
    page = desk.get("/desk/search/", {"q": "liberte"}).content.decode()
    assert "Place de la Liberté" in page
    assert "/territory/streets/?q=Place" in page


@pytest.mark.parametrize(
    "address",
    ["/fleet/vehicles/", "/lighting/lamps/", "/lighting/cabinets/", "/territory/streets/"],
)
@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_lists_open_in_every_language(desk: Client, address: str, language: str) -> None:
    desk.cookies["language"] = language
    assert desk.get(address).status_code == 200
    for state in ("silent", "moving", "faulty", "reporting"):
        assert desk.get(address, {"state": state, "q": "x"}).status_code in {200, 422}


def test_departments_and_colleagues_are_found_by_those_who_may(desk: Client, clerk: User) -> None:
    Department.objects.create(
        code="etat-civil", name_ar="مصلحة الحالة المدنية", name_fr="État civil"
    )
    person = User.objects.create_user("s.amrani", first_name="Souâd", last_name="El Amrani")
    page = desk.get("/desk/search/", {"q": "etat civil"}).content.decode()
    assert "/organisation/services/etat-civil/" in page
    assert f"/people/{person.pk}/" not in desk.get("/desk/search/", {"q": "souad"}).content.decode()
    User.objects.filter(pk=clerk.pk).update(is_superuser=True)
    page = desk.get("/desk/search/", {"q": "amrani souad"}).content.decode()
    assert f"/organisation/people/{person.pk}/" in page
