"""Coordinate systems: what a file says, what its points say, and where they land."""

import math

import pytest
from pyproj import CRS, Geod

from gis.imports import crs
from gis.imports.commune import USUAL
from gis.imports.offsets import judged

CITY = (-7.9811, 31.6295)
PLACES = [(-7.9811 + 0.003 * n, 31.6295 + 0.002 * n) for n in range(20)]
NORD = (
    'PROJCS["Nord Maroc",GEOGCS["{geogcs}",DATUM["{datum}",SPHEROID[{ellipsoid}]],'
    'PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],'
    'PROJECTION["Lambert_Conformal_Conic"],PARAMETER["False_Easting",500000.0],'
    'PARAMETER["False_Northing",300000.0],PARAMETER["Central_Meridian",-5.4],'
    'PARAMETER["Standard_Parallel_1",{parallel}],PARAMETER["Scale_Factor",0.999625769],'
    'PARAMETER["Latitude_Of_Origin",{parallel}],UNIT["Meter",1.0]]'
)
MERCHICH = {
    "geogcs": "GCS_Merchich",
    "datum": "D_Merchich",
    "ellipsoid": '"Clarke_1880_IGN",6378249.2,293.46602',
}
WGS = {
    "geogcs": "GCS_WGS_1984",
    "datum": "D_WGS_1984",
    "ellipsoid": '"WGS_1984",6378137.0,298.257223563',
}


def read_in(srid: int) -> list[tuple[float, float]]:
    """Return places of the city in a system."""
    moved = crs.transformer(4326, srid)
    return [moved.transform(*place) for place in PLACES]


@pytest.mark.parametrize("srid", crs.SRIDS)
def test_a_system_of_the_list_is_known_by_its_number_and_by_its_text(srid: int) -> None:
    assert crs.stated(f"EPSG:{srid}").srid == srid
    assert crs.stated(CRS.from_epsg(srid).to_wkt()).srid == srid


@pytest.mark.parametrize(
    ("text", "srid", "problem"),
    [
        ("", 0, ""),
        ("OGC:CRS84", 4326, ""),
        ("EPSG:26193", 0, "deprecated"),
        ("EPSG:2154", 0, "unknown"),
        ("no system at all", 0, "unknown"),
        ("+proj=lcc " + "+x=1 " * 10_000, 0, "unknown"),
        (NORD.format(**MERCHICH, parallel=33.3), 26191, ""),
        (NORD.format(**MERCHICH, parallel=29.7), 26192, ""),
        (NORD.format(**WGS, parallel=33.3), 26191, "no_datum"),
    ],
)
def test_what_a_file_says_is_a_number_of_the_list_or_a_problem(
    text: str, srid: int, problem: str
) -> None:
    found = crs.stated(text)
    assert (found.srid, found.problem) == (srid, problem)


def test_the_city_has_the_coordinates_that_surveyors_know() -> None:
    x, y = crs.transformer(4326, 26191).transform(*CITY)
    assert (round(x), round(y)) == (254_992, 118_111)


def test_a_datum_left_out_moves_points_by_some_315_m() -> None:
    east, north = crs.datum_shift(CITY)
    distance = Geod(ellps="WGS84").inv(*CITY, CITY[0] + east, CITY[1] + north)[2]
    assert math.isclose(distance, 315, abs_tol=25)


@pytest.mark.parametrize("srid", [4326, 3857, 26191, 26192, 32629])
def test_a_right_system_is_left_in_peace(srid: int) -> None:
    found = crs.judge(read_in(srid), srid, USUAL)
    assert (found.finding, found.share) == ("", 1.0)


@pytest.mark.parametrize(
    ("real", "read_as", "finding"),
    [
        (26191, 26192, "wrong_zone"),
        (26192, 26191, "wrong_zone"),
        (26191, 4326, "wrong_system"),
        (4326, 26191, "wrong_system"),
        (32629, 26191, "wrong_system"),
        (26191, 0, ""),
    ],
)
def test_a_wrong_system_is_named_and_the_right_one_proposed(
    real: int, read_as: int, finding: str
) -> None:
    found = crs.judge(read_in(real), read_as, USUAL)
    assert (found.finding, found.proposed_srid, found.proposed_swapped) == (finding, real, False)


@pytest.mark.parametrize("srid", [4326, 26191])
def test_swapped_axes_are_named(srid: int) -> None:
    found = crs.judge([(y, x) for x, y in read_in(srid)], srid, USUAL)
    assert (found.finding, found.proposed_srid, found.proposed_swapped) == ("swapped", srid, True)


def test_another_city_is_elsewhere_in_every_system() -> None:
    found = crs.judge([(2.35, 48.85)] * 5, 4326, USUAL)
    assert (found.finding, found.proposed_srid) == ("elsewhere", 0)


def test_no_other_system_is_ever_used() -> None:
    with pytest.raises(ValueError, match="not accepted"):
        crs.transformer(2154, 4326)


def test_a_shift_left_out_is_told_from_lines_that_are_only_coarse() -> None:
    degrees = {"srid": 4326}
    assert judged({0: 60.0, 1: 2.0, -1: 70.0}, degrees)["left_out"]
    assert not judged({0: 2.0, 1: 60.0, -1: 60.0}, degrees)["left_out"]
    assert not judged({0: 20.0, 1: 15.0, -1: 20.0}, degrees)["left_out"]
    assert judged({0: 60.0, 1: 70.0, -1: 2.0}, {"srid": 26191})["left_out"]
    assert not judged({0: 60.0, 1: 2.0, -1: 70.0}, degrees | {"left_out": True})["left_out"]
