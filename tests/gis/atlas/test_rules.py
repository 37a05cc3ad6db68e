"""Areas in addresses, and how near a tap must come."""

import random

import pytest

from gis.atlas.rules import (
    MOST_CORNERS,
    AreaError,
    area_text,
    corners_of,
    corners_of_box,
    reach_m,
)


@pytest.mark.parametrize("count", [3, 4, 17, MOST_CORNERS])
def test_what_was_drawn_is_read_again(count: int) -> None:
    whole = [(random.randrange(-8_000_000, 8_000_000), n) for n in range(count)]
    corners = tuple((longitude / 100_000, latitude / 100_000) for longitude, latitude in whole)
    assert corners_of(area_text(corners)) == corners


def test_a_closed_ring_is_read_as_an_open_one() -> None:
    assert corners_of("1,1;2,1;2,2;1,1") == ((1, 1), (2, 1), (2, 2))


@pytest.mark.parametrize(
    "text",
    [
        *("", "1,1", "1,1;2,2", "1,1;2,2;x,3", "1,1;2,2;3", "1,1;2,2;3,3,3", "1,1;1,1;1,1"),
        *("1,1;2,2;nan,1", "1,1;2,2;inf,1", "1,1;2,2;181,1", "1,1;2,2;1,89", "1,1;2,2;1_0,1"),
        "1,1;2,2;" + "1" * 40 + ",1",
        ";".join(f"{n / 100},1" for n in range(MOST_CORNERS + 1)),
    ],
)
def test_what_is_no_area_is_refused(text: str) -> None:
    with pytest.raises(AreaError):
        corners_of(text)


def test_a_box_has_four_corners() -> None:
    assert corners_of_box("-8,31,-7.9,31.5") == ((-8, 31), (-7.9, 31), (-7.9, 31.5), (-8, 31.5))


@pytest.mark.parametrize("text", ["", "1,2,3", "2,1,1,2", "1,2,2,1", "1,1,1,1", "a,b,c,d"])
def test_what_is_no_box_is_refused(text: str) -> None:
    with pytest.raises(AreaError):
        corners_of_box(text)


def test_a_tap_reaches_less_far_as_one_comes_near() -> None:
    assert reach_m(17) == pytest.approx(reach_m(13) / 16)
    assert 15 < reach_m(17) < 20
