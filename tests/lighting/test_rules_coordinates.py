"""Coordinates in the spellings of real inventories, and whatever else people type."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lighting.enums import Reason
from lighting.inventory.coordinates import Position, Unreadable, parse_pair, parse_position

SOUTH_WEST = (-28.428267, -65.719217)
LATITUDES = st.floats(-90, 90).filter(lambda value: abs(value) > 1e-3)
LONGITUDES = st.floats(-180, 180).filter(lambda value: abs(value) > 1e-3)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("S28 25.696 W65 43.153", SOUTH_WEST),
        ("W65 43.153 S28 25.696", SOUTH_WEST),
        ("s28 25.696 o65 43.153", SOUTH_WEST),
        ("S28 25,696 W65 43,153", SOUTH_WEST),
        ("S28° 25.696' W65° 43.153'", SOUTH_WEST),
        ("28°25'41.76\"S 65°43'09.18\"W", SOUTH_WEST),
        ("28°25′41.76″S, 65°43′09.18″O", SOUTH_WEST),
        ("28.428267S 65.719217W", SOUTH_WEST),
        ("-28.428267, -65.719217", SOUTH_WEST),
        ("-28.428267,-65.719217", SOUTH_WEST),
        ("−28.428267 −65.719217", SOUTH_WEST),
        ("-28,428267; -65,719217", SOUTH_WEST),
        ("-28,428267, -65,719217", SOUTH_WEST),
        ("(31.6295, -7.9811)", (31.6295, -7.9811)),
        ("N31 37.770 W7 58.866", (31.6295, -7.9811)),
        ("31 7", (31, 7)),
    ],
)
def test_a_position_is_read(text, place) -> None:
    found = parse_position(text)
    assert isinstance(found, Position)
    assert found[:2] == pytest.approx(place, abs=1e-6)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", Reason.POSITION_UNREADABLE),
        ("31,62", Reason.POSITION_UNREADABLE),  # one number with a decimal comma
        ("31.62", Reason.POSITION_UNREADABLE),
        ("plaza", Reason.POSITION_UNREADABLE),
        ("S28 61.000 W65 43.153", Reason.POSITION_UNREADABLE),  # 61 minutes
        ("S28.5 25.696 W65 43.153", Reason.POSITION_UNREADABLE),  # degrees in parts twice
        ("S28 25.696 S65 43.153", Reason.POSITION_UNREADABLE),
        ("-28 25.696S 65 43.153W", Reason.POSITION_UNREADABLE),  # south of south
        ("S28 25.696", Reason.POSITION_UNREADABLE),
        ("1" * 81, Reason.POSITION_UNREADABLE),
        ("91.0, 7.0", Reason.POSITION_OUT_OF_RANGE),
        ("31.0, 181.0", Reason.POSITION_OUT_OF_RANGE),
        ("254992 118111", Reason.POSITION_OUT_OF_RANGE),  # metres of a projection
        ("0, 0", Reason.POSITION_ZERO),
        ("S0 0.000 W0 0.000", Reason.POSITION_ZERO),
    ],
)
def test_what_is_no_position_is_refused(text, reason) -> None:
    assert parse_position(text) == Unreadable(reason)


@pytest.mark.parametrize(
    ("latitude", "longitude", "expected"),
    [
        ("-28.428267", "-65.719217", SOUTH_WEST),
        ("-28,428267", "-65,719217", SOUTH_WEST),
        ("S28 25.696", "W65 43.153", SOUTH_WEST),
        ("28.428267 S", "65.719217 W", SOUTH_WEST),
    ],
)
def test_two_cells_are_read(latitude, longitude, expected) -> None:
    found = parse_pair(latitude, longitude)
    assert isinstance(found, Position)
    assert found[:2] == pytest.approx(expected, abs=1e-6)


def test_cells_in_the_wrong_columns_are_refused() -> None:
    assert parse_pair("W65 43.153", "S28 25.696") == Unreadable(Reason.POSITION_UNREADABLE)


@pytest.mark.parametrize(
    ("text", "had_comma"), [("31,5; -7,9", True), ("31.5, -7.9", False), ("N31 1,5 W7 1", True)]
)
def test_a_decimal_comma_is_told(text, had_comma) -> None:
    found = parse_position(text)
    assert isinstance(found, Position)
    assert found.had_comma == had_comma


@given(LATITUDES, LONGITUDES)
def test_decimal_degrees_come_back(latitude, longitude) -> None:
    for separator in (", ", ";", " "):
        found = parse_position(f"{latitude:.9f}{separator}{longitude:.9f}")
        assert isinstance(found, Position)
        assert found[:2] == pytest.approx((latitude, longitude), abs=1e-8)


@given(LATITUDES, LONGITUDES)
def test_degrees_and_minutes_come_back(latitude, longitude) -> None:
    def written(value: float, letters: str) -> str:
        thousandths = round(abs(value) * 60_000)
        degrees, minutes = divmod(thousandths, 60_000)
        return f"{letters[value < 0]}{degrees} {minutes / 1000:06.3f}"

    found = parse_position(f"{written(latitude, 'NS')} {written(longitude, 'EW')}")
    assert isinstance(found, Position)
    assert found[:2] == pytest.approx((latitude, longitude), abs=1e-5)


@given(st.text() | st.text(alphabet="0123456789.,;°'\"+-−NSEWO ()", max_size=90))
def test_any_text_is_a_place_on_earth_or_refused(text) -> None:
    for found in (parse_position(text), parse_pair(text, text)):
        if isinstance(found, Position):
            assert -90 <= found.latitude <= 90
            assert -180 <= found.longitude <= 180
            assert (found.latitude, found.longitude) != (0, 0)
        else:
            assert found.reason.value.startswith("position_")
