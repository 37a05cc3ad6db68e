"""The territory: official names and codes, and outlines where they belong."""

import json
from pathlib import Path

import pytest
from shapely import Point
from shapely.geometry import shape

from demo.boundaries import MARRAKECH, MECHOUAR_KASBAH, Unit, marrakech_units

CENTRE = Point(-7.9811, 31.6295)


def units() -> dict[str, Unit]:
    return {unit.code: unit for unit in marrakech_units()}


def test_names_are_the_official_ones() -> None:
    assert {(u.name_fr, u.name_ar) for u in marrakech_units()} == {
        ("Marrakech", "مراكش"),
        ("Guéliz", "جليز"),
        ("Ménara", "المنارة"),
        ("Médina", "المدينة"),
        ("Annakhil", "النخيل"),
        ("Sidi Youssef Ben Ali", "سيدي يوسف بن علي"),
        ("Méchouar-Kasbah", "المشور القصبة"),
    }


def test_the_centre_lies_in_the_medina() -> None:
    holding = {unit.name_fr for unit in marrakech_units() if unit.geom.contains(CENTRE)}
    assert holding == {"Marrakech", "Médina"}


def test_mechouar_kasbah_is_no_part_of_marrakech() -> None:
    neighbour = units()[MECHOUAR_KASBAH]
    assert neighbour.level == "commune"
    assert neighbour.parent == ""
    shared = neighbour.geom.intersection(units()[MARRAKECH].geom)
    assert shared.area < 0.01 * neighbour.geom.area


def test_the_arrondissements_make_up_the_commune() -> None:
    parts = [unit for unit in marrakech_units() if unit.parent == MARRAKECH]
    assert len(parts) == 5
    whole = units()[MARRAKECH]
    assert sum(part.population for part in parts) == whole.population
    assert sum(part.geom.area for part in parts) == pytest.approx(whole.geom.area, rel=1e-3)


def test_outlines_agree_with_the_surveyed_ones(real_data: Path) -> None:
    path = real_data / "boundaries" / "marrakech_arrondissements_hcp2014.geojson"
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    known = units()
    for feature in features:
        ours = known[feature["properties"]["code_2024"]].geom
        theirs = shape(feature["geometry"])
        assert ours.intersection(theirs).area / ours.union(theirs).area > 0.99
