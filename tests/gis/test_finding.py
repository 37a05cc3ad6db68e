"""The search box: spelling, scripts, numbers, codes, nearness, and who may see what."""

from collections.abc import Collection, Iterator

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.gis.geos import Point
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from gis import gazetteer
from gis.finding import Asked, find_places
from gis.gazetteer import Source
from lighting.models import Lamp
from tests.gis.city import box as box_of
from tests.gis.city import here, make_address, make_service, make_street, make_territory, make_town
from tests.people.organisation import grant, make_user

ANYONE = AnonymousUser()


def labels(
    text: str, *, near: Point | None = None, limit: int = 10, kinds: Collection[str] = ()
) -> list[str]:
    """Return what a search finds, in French."""
    found = find_places(actor=ANYONE, text=text, near=near, limit=limit, kinds=kinds)
    return [each.label_fr for each in found]


@pytest.mark.parametrize(
    ("key", "words", "numbers", "optional"),
    [
        ("av mohamed 5", ("mohamed",), ("5",), ("av",)),
        ("av", ("av",), (), ()),
        ("12 bis rue ibn sina", ("ibn", "sina"), ("12",), ("bis", "rue")),
        ("ibn sina avenu", ("ibn", "sina"), (), ("avenu",)),
        ("12", (), ("12",), ()),
        ("", (), (), ()),
    ],
)
def test_words_are_sorted_by_what_they_say(
    key: str, words: tuple[str, ...], numbers: tuple[str, ...], optional: tuple[str, ...]
) -> None:
    asked = Asked.of(key)
    assert (asked.words, asked.numbers, asked.optional) == (words, numbers, optional)


@pytest.mark.parametrize(("code", "kept"), [("lmp00012", "lmp00012"), ("rue", ""), ("12", "")])
def test_a_code_has_a_digit_and_three_signs(code: str, kept: str) -> None:
    assert Asked.of("x", code).code == kept


def test_a_long_question_is_cut() -> None:
    assert len(Asked.of(" ".join(map(str, range(50)))).numbers) == 6


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("Bd. Mohammed V", "bd mohamed 5"),
        ("شَارِعُ محمّد الخامس", "av محمد 5"),
        ("12bis, rue Ibn Sina", "12 bis rue ibn sina"),
        ("GUÉLIZ", "gueliz"),
        ("L'Oudaya", "oudaya"),
        ("شارع الحسن الثاني", "av حسن 2"),
        ("%_\\'; --", ""),
    ],
)
def test_names_have_one_spelling(written: str, key: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT place_key(%s)", [written])
        assert cursor.fetchone() == (key,)


@pytest.fixture
def city(db: None) -> None:
    """Make a town with streets, addresses, places and lamps."""
    town = make_town()
    make_territory("07.01.MH", "quarter", box_of(-8.06, -8.04), name_fr="Mohammedia")
    named = make_street("A1", "Avenue Mohammed V", "شارع محمد الخامس", territory=town["07.01"])
    make_street("A2", "Avenue Mohammed VI", "شارع محمد السادس", (-7.95, 31.55))
    make_street("A3", "Boulevard Zerktouni", "شارع الزرقطوني", (-7.96, 31.55))
    sina = make_street("A4", "Rue Ibn Sina", "زنقة ابن سينا", (-8.02, 31.55))
    make_address(sina, 12, here(-8.02), suffix="bis")
    make_address(sina, 112, here(-8.0195))
    make_address(named, 5, here(-8.05))
    make_service("clinic", "Dispensaire Ibn Rochd", "مستوصف ابن رشد", here(-7.97))
    for number in (12, 13):
        Lamp.objects.create(code=f"LMP-{number:05}", geom=here(-8.03))


@pytest.mark.usefixtures("city")
@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("جليز", "Guéliz"),
        ("Gueliz", "Guéliz"),
        ("guéliz", "Guéliz"),
        ("guel", "Guéliz"),
        ("حي جليز", "Guéliz"),
        ("guliz", "Guéliz"),
        ("كليز", "Guéliz"),
        ("شارع محمد الخامس", "Avenue Mohammed V"),
        ("شارع محمد 5", "Avenue Mohammed V"),
        ("av mohamed 5", "Avenue Mohammed V"),
        ("Bd Mohammed V", "Avenue Mohammed V"),
        ("محمد mohammed", "Avenue Mohammed V"),
        ("zerktoni", "Boulevard Zerktouni"),
        ("الزرقطوني", "Boulevard Zerktouni"),
        ("12 rue Ibn Sina", "12 bis, Rue Ibn Sina"),
        ("ibn sina 12 bis", "12 bis, Rue Ibn Sina"),
        ("زنقة ابن سينا 112", "112, Rue Ibn Sina"),
        ("13 rue Ibn Sina", "Rue Ibn Sina"),
        ("ابن رشد", "Dispensaire Ibn Rochd"),
        ("LMP-00012", "LMP-00012"),
        ("lmp00012", "LMP-00012"),
    ],
)
def test_what_is_meant_comes_first(typed: str, found: str) -> None:
    assert labels(typed)[0] == found


@pytest.mark.usefixtures("city")
@pytest.mark.parametrize("typed", ["", " ", "%", "_", "\x00", "x" * 5000, "' OR 1=1 --", "\\"])
def test_what_says_nothing_finds_nothing(typed: str) -> None:
    assert labels(typed) == []


@pytest.mark.usefixtures("city")
def test_of_equal_matches_the_nearest_comes_first() -> None:
    assert labels("mohammed", near=here(-8.05))[0] == "Avenue Mohammed V"
    assert labels("mohammed", near=here(-7.95))[0] == "Avenue Mohammed VI"
    (first, *_rest) = find_places(actor=ANYONE, text="rochd ibn dispensaire", near=here(-7.97))
    assert first.away_m == pytest.approx(0, abs=0.1)


@pytest.mark.usefixtures("city")
def test_what_has_ended_is_not_found() -> None:
    make_service("old", "Ancien abattoir", "المجزرة القديمة", here(-8.0), valid_to="2001-01-01")
    assert labels("abattoir") == []


@pytest.mark.usefixtures("city")
def test_a_clear_question_is_one_statement_after_its_spelling(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(2):
        labels("Gueliz", near=here(-8.05), limit=3)


@pytest.fixture
def secret() -> Iterator[Source]:
    """Declare a source for those with a capability."""
    sql = gazetteer.of_kind("street").sql
    source = Source("secret", "Secret", sql, capability="territory.manage")
    gazetteer.register(source)
    yield source
    del gazetteer._sources["secret"]


@pytest.mark.usefixtures("city", "secret")
def test_what_is_not_for_everyone_is_found_by_those_who_may() -> None:
    assert {each.kind for each in find_places(actor=ANYONE, text="zerktouni")} == {"street"}
    person = make_user()
    grant("territory.manage", user=person)
    found = find_places(actor=person, text="zerktouni")
    assert {each.kind for each in found} == {"street", "secret"}


def test_every_source_gives_the_same_columns() -> None:
    for source in gazetteer.known():
        assert all(f" AS {name}" in source.sql for name in ("ref", "variety", "number")), source


def test_a_second_source_of_a_kind_is_refused() -> None:
    gazetteer.register(*gazetteer.known())
    with pytest.raises(ValueError, match="street"):
        gazetteer.register(Source("street", "Other", "SELECT 1"))
