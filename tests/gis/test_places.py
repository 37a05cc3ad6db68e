"""Places as people write them, and whether their parts agree."""

import datetime as dt

import pytest
from django.contrib.gis.geos import MultiPolygon, Point, Polygon
from django.core.exceptions import ValidationError
from django.utils.translation import override

from gis.forms import DegreesField, PlaceForm
from gis.models import Territory
from gis.places import settled_territory, territory_name
from people.forms.fields import choice_field

HERE, THERE, OUTSIDE = (Point(x, 31.55, srid=4326) for x in (-8.05, -7.95, -7.0))


@pytest.mark.parametrize(
    ("typed", "degrees"),
    [
        ("31.6295", 31.6295),
        ("31,6295", 31.6295),
        (" -7.98110049 ", -7.9811),
        ("٣١٫٦٢٩٥", 31.6295),
        ("31.6295°", 31.6295),
        ("", None),
    ],
)
def test_degrees_are_understood_as_people_write_them(typed: str, degrees: float | None) -> None:
    assert DegreesField(farthest=90).clean(typed) == degrees


@pytest.mark.parametrize("typed", ["31°37'", "north", "91", "-91", "nan", "inf", "1e999"])
def test_what_is_no_degrees_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        DegreesField(farthest=90).clean(typed)


@pytest.fixture
def commune(db: None) -> None:
    """Make a commune of two arrondissements side by side."""
    for level, code, west, east in (
        ("commune", "07", -8.1, -7.9),
        ("arrondissement", "07.01", -8.1, -8.0),
        ("arrondissement", "07.02", -8.0, -7.9),
    ):
        Territory.objects.create(
            level=level,
            code=code,
            name_fr=f"Nom {code}",
            name_ar=f"اسم {code}",
            geom=MultiPolygon(Polygon.from_bbox((west, 31.5, east, 31.6)), srid=4326),
            valid_from=dt.date(2000, 1, 1),
        )


@pytest.mark.usefixtures("commune")
@pytest.mark.parametrize(
    ("code", "point", "settled"),
    [
        ("", None, ""),
        ("07.02", None, "07.02"),
        ("", HERE, "07.01"),
        ("07.02", THERE, "07.02"),
        ("07", THERE, "07.02"),
    ],
)
def test_a_point_lies_in_its_territory(code: str, point: Point | None, settled: str) -> None:
    assert settled_territory(territory_code=code, point=point) == settled


@pytest.mark.usefixtures("commune")
@pytest.mark.parametrize(
    ("code", "point", "field", "words"),
    [
        ("07.02", HERE, "territory", "Nom 07.01"),
        ("", OUTSIDE, "latitude", "outside the commune"),
        ("99", None, "territory", "not one of today"),
    ],
)
def test_parts_that_do_not_agree_are_told_beside_the_field(
    code: str, point: Point | None, field: str, words: str
) -> None:
    with override("en"), pytest.raises(ValidationError) as refusal:
        settled_territory(territory_code=code, point=point)
    assert words in " ".join(refusal.value.message_dict[field])


@pytest.mark.usefixtures("commune")
def test_a_territory_of_the_past_keeps_its_name() -> None:
    Territory.objects.filter(code="07.01").update(valid_to=dt.date(2020, 1, 1))
    with override("ar"):
        assert territory_name("07.01") == "اسم 07.01"
    assert territory_name("no longer known") == "no longer known"
    with pytest.raises(ValidationError):
        settled_territory(territory_code="07.01", point=None)


@pytest.mark.django_db
def test_without_boundaries_nothing_lies_outside() -> None:
    assert settled_territory(territory_code="", point=OUTSIDE) == ""


@pytest.mark.usefixtures("commune")
@pytest.mark.parametrize("missing", ["latitude", "longitude"])
def test_half_a_point_is_asked_to_be_a_whole_one(missing: str) -> None:
    typed = {"latitude": "31.55", "longitude": "-8.05"} | {missing: ""}
    form = PlaceForm(typed)
    with override("en"):
        assert "neither" in str(form.errors[missing])
    assert form.point is None


@pytest.mark.usefixtures("commune")
def test_a_whole_point_is_kept_in_degrees() -> None:
    form = PlaceForm({"territory": "07.01", "latitude": "31,55", "longitude": "-8.05"})
    assert form.is_valid(), form.errors
    assert form.point is not None
    assert (form.point.x, form.point.y, form.point.srid) == (-8.05, 31.55, 4326)
    offered = [code for code, _name in choice_field(form.fields, "territory").widget.choices]
    assert offered == ["", "07.01", "07.02"]
