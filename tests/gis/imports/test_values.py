"""Numbers, dates, choices and columns, as files write them."""

import pytest

from gis.imports.builtin import STREETS, TERRITORIES
from gis.imports.child.encodings import named, single_byte
from gis.imports.child.kinds import both, kind_of
from gis.imports.child.lines import plain, unique_names
from gis.imports.child.problems import RefusedError
from gis.imports.columns import coordinate_columns, guessed
from gis.imports.numerals import NotFiniteError, coordinate, decimal
from gis.imports.own_layers import merged, shape_of
from gis.imports.values import Rule, UnfitError, converted, fitted


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("31.63", 31.63),
        ("31,63", 31.63),
        ("-7,98", -7.98),
        ("254 992,5", 254_992.5),
        ("254\u202f992", 254_992),
        ("254,992.5", 254_992.5),
        ("254.992,5", 254_992.5),
        ("1,234,567", 1_234_567),
        ("٣١٫٦٣", 31.63),
        ("−7.98", -7.98),
        ("1e3", 1000),
        (12, 12),
    ],
)
def test_numbers_are_read_as_people_write_them(text: object, value: float) -> None:
    assert decimal(text) == value


@pytest.mark.parametrize("text", ["", "abc", "12 m", "1.2.3", "--4", "31°", "=A1"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="number"):
        decimal(text)


@pytest.mark.parametrize("text", ["NaN", "inf", "-Infinity", "1e999", float("inf"), float("nan")])
def test_a_number_without_size_is_refused(text: object) -> None:
    with pytest.raises(NotFiniteError):
        decimal(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("31°37'46\"N", 31.6294),
        ("7°58'52\"W", -7.9811),
        ("W7 58.866", -7.9811),
        ("31 37.770 N", 31.6295),
        ("-7,9811", -7.9811),
    ],
)
def test_degrees_may_have_minutes(text: str, value: float) -> None:
    assert coordinate(text) == pytest.approx(value, abs=1e-4)


@pytest.mark.parametrize(
    ("kind", "given", "value"),
    [
        ("text", "  Rue   Bab  ", "Rue Bab"),
        ("whole", "1 200", 1200),
        ("whole", 12.0, 12),
        ("decimal", "3,5", 3.5),
        ("day", "2024-03-01", "2024-03-01"),
        ("day", "1/3/2024", "2024-03-01"),
        ("day", "2024-03-01T10:00:00", "2024-03-01"),
        ("truth", "Oui", True),
        ("truth", "لا", False),
        ("text", None, None),
    ],
)
def test_a_value_fits_its_column(kind: str, given: object, value: object) -> None:
    assert fitted(given, Rule("x", kind)) == value


@pytest.mark.parametrize(
    ("rule", "given", "code"),
    [
        (Rule("x", is_required=True), " ", "missing"),
        (Rule("x", longest=3), "quatre", "too_long"),
        (Rule("x", "whole"), "1,5", "not_whole"),
        (Rule("x", "whole", smallest=0), "-1", "too_small"),
        (Rule("x", "decimal"), "beaucoup", "not_a_number"),
        (Rule("x", "decimal"), "inf", "not_finite"),
        (Rule("x", "day"), "31/02/2024", "not_a_day"),
        (Rule("x", "truth"), "peut-être", "not_yes_or_no"),
        (Rule("x", "choice", choices={"a": ["A"]}), "b", "not_in_list"),
    ],
)
def test_a_value_that_does_not_fit_says_why(rule: Rule, given: str, code: str) -> None:
    with pytest.raises(UnfitError) as error:
        fitted(given, rule)
    assert str(error.value) == code


def test_a_constant_stands_in_where_the_column_is_empty() -> None:
    rules = [Rule("name", is_required=True), Rule("level", is_required=True)]
    chosen = {"name": {"column": "nom", "value": "Sans nom"}, "level": {"value": "local"}}
    assert converted({"nom": ""}, chosen, rules) == ({"name": "Sans nom", "level": "local"}, [])
    values, problems = converted({"nom": "x" * 300}, chosen, rules)
    assert values == {"level": "local"}
    assert [(each.code, each.field) for each in problems] == [("too_long", "name")]


@pytest.mark.parametrize("name", ["residential", "Local street", "voie locale", "track_grade2"])
def test_a_category_has_many_names(name: str) -> None:
    (rule,) = (each.rule() for each in STREETS.fields if each.name == "category")
    if name == "voie locale":
        name = next(iter(rule.choices["local"]))
    assert fitted(name, rule) in {"local", "alley"}


@pytest.mark.parametrize(
    ("names", "found"),
    [
        (["nom", "lat", "lon"], {"x": "lon", "y": "lat"}),
        (["X", "Y"], {"x": "X", "y": "Y"}),
        (["Coord_X_Lambert", "Coord_Y_Lambert"], {"x": "Coord_X_Lambert", "y": "Coord_Y_Lambert"}),
        (["خط الطول", "خط العرض"], {"x": "خط الطول", "y": "خط العرض"}),
        (["Longitude (°)", "Latitude (°)"], {"x": "Longitude (°)", "y": "Latitude (°)"}),
        (["nom", "quartier"], {}),
        (["lat", "nom"], {}),
    ],
)
def test_columns_of_coordinates_are_found(names: list[str], found: dict[str, str]) -> None:
    assert coordinate_columns(names, {}) == found


def test_a_column_of_wkt_is_found_by_what_it_holds() -> None:
    samples = {"geom": ["POINT (1 2)"], "shape": ["rond"]}
    assert coordinate_columns(["shape", "geom"], samples) == {"wkt": "geom"}
    assert coordinate_columns(["x", "y"], {"x": ["nord"], "y": ["2"]}) == {}


def test_fields_are_guessed_from_their_names() -> None:
    wanted = [(each.name, each.aliases) for each in TERRITORIES.fields]
    names = ["hcp_cc_2014", "name_fr", "NAME_AR", "pop_2024", "level", "region_fr"]
    assert guessed(wanted, names) == {
        "code": "hcp_cc_2014",
        "name_fr": "name_fr",
        "name_ar": "NAME_AR",
        "population": "pop_2024",
        "level": "level",
    }


def test_encodings_are_told_apart() -> None:
    assert single_byte("École Médina à côté".encode("cp1252")) == "windows-1252"
    assert single_byte("شارع محمد الخامس".encode("cp1256")) == "windows-1256"
    assert named("CP1256\n") == "windows-1256"
    assert named("ANSI 1252") == "windows-1252"
    assert named("UTF-8") == "utf-8"
    assert named("KOI8-R") == "utf-8" or named("KOI8-R") == ""


def test_repeated_columns_are_numbered() -> None:
    names, repeated = unique_names(["nom", "nom", None, "nom"])
    assert names == ["nom", "nom (2)", "#3", "nom (3)"]
    assert repeated == ["nom", "nom"]
    with pytest.raises(RefusedError):
        unique_names([f"c{n}" for n in range(500)])


def test_values_are_made_plain() -> None:
    assert plain("a\0b ") == "ab"
    assert plain(float("nan")) is None
    assert plain(b"x") is None
    assert plain(["a", 1]) == '["a", 1]'


@pytest.mark.parametrize(
    ("value", "kind"),
    [(True, "truth"), (3, "whole"), (3.5, "decimal"), ("12", "whole"), ("0612", "text")],
)
def test_kinds_of_values(value: object, kind: str) -> None:
    assert kind_of(value) == kind


def test_kinds_of_columns_and_layers() -> None:
    assert both("whole", "decimal") == "decimal"
    assert both("whole", "text") == "text"
    assert shape_of({"Point": 3, "MultiPoint": 1}) == "point"
    assert shape_of({"Point": 3, "Polygon": 1}) == "any"
    standing = [{"name": "a", "kind": "text"}]
    added = [{"name": "a", "kind": "whole"}, {"name": "b", "kind": "day"}]
    assert merged(standing, added) == [standing[0], added[1]]
