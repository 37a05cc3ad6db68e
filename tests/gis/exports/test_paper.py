"""Maps on paper: what fits, at which scale, and that a ruler confirms it."""

import io
import re

import pytest
import shapely
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from pyhanko.pdf_utils.reader import PdfFileReader

from gis.exports import paper
from gis.exports.enums import Format
from gis.exports.paper_marks import MARK, drawn, placed
from gis.exports.paper_rules import ROOM, SCALES, SIZES, bar_m, framed
from gis.exports.reading import Wanted
from gis.layers import find
from gis.models import Street, Territory
from gis.styles import Look, Shape
from gis.symbols import OUTLINES
from tests.gis.city import make_street
from tests.gis.exports.layers import make_layer

PAGE = "/layers/own-jardins/export/"
POINT_MM = 72 / 25.4
METRES = st.floats(0, 90_000)


@given(st.tuples(METRES, METRES), st.sampled_from(sorted(SIZES)))
def test_all_of_it_fits_at_the_largest_round_scale(extent: tuple[float, float], size: str) -> None:
    wide, high = extent
    frame = framed((250_000, 115_000, 250_000 + wide, 115_000 + high), size)
    west, south, east, north = frame.ground
    assert west <= 250_000
    assert south <= 115_000
    assert east >= 250_000 + wide - 1e-6
    assert north >= 115_000 + high - 1e-6
    assert frame.scale in SCALES
    assert (east - west) * frame.per_m == pytest.approx(frame.width)
    assert (north - south) * frame.per_m == pytest.approx(frame.height)
    larger = [each for each in SCALES if each < frame.scale]
    if larger:
        side = max(wide, 50) / frame.width, max(high, 50) / frame.height
        assert max(side) * 1000 / ROOM > larger[-1]


def test_scales_are_round_and_in_order() -> None:
    assert SCALES[:4] == (500, 750, 1000, 1500)
    assert list(SCALES) == sorted(set(SCALES))
    assert {1_000, 2_500, 5_000, 25_000, 100_000} < set(SCALES)


@pytest.mark.parametrize(
    ("scale", "expected"), [(1000, 50), (2500, 100), (25_000, 1000), (750, 20)]
)
def test_a_bar_is_a_round_number_of_metres(scale: int, expected: int) -> None:
    assert bar_m(scale) == expected
    assert 20 <= bar_m(scale) * 1000 / scale <= 60


def test_a_kilometre_has_the_length_that_the_scale_says() -> None:
    line = shapely.LineString([(250_000, 115_000), (251_000, 115_000)])
    frame = framed((250_000, 115_000, 251_000, 115_000), "A4")
    path = drawn([(line, Look())], frame)
    found = re.search(r"M([\d.]+) [\d.]+L([\d.]+) [\d.]+", path)
    assert found is not None
    start, end = map(float, found.groups())
    assert end - start == pytest.approx(1_000 * 1_000 / frame.scale, abs=0.02)


@pytest.mark.parametrize("shape", list(Shape))
def test_a_symbol_stands_at_its_place(shape: Shape) -> None:
    told = placed(OUTLINES[shape], 100, 50)
    numbers = [float(each) for each in re.findall(r"-?[\d.]+", told.split("a")[0].split("l")[0])]
    assert abs(numbers[0] - 100) <= 6 * MARK + 0.01
    assert abs(numbers[1] - 50) <= 6 * MARK + 0.01


@pytest.mark.django_db
@pytest.mark.parametrize("size", ["A4", "A3"])
@pytest.mark.parametrize("shape", ["point", "line", "polygon"])
def test_a_sheet_is_as_large_as_it_says(client: Client, shape: str, size: str) -> None:
    make_layer(shape)
    response = client.get(PAGE, {"format": "pdf", "size": size})
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    reader = PdfFileReader(io.BytesIO(response.getvalue()))
    assert int(reader.root["/Pages"]["/Count"]) == 1
    box = [float(each) for each in reader.root["/Pages"]["/Kids"][0]["/MediaBox"]]
    sides = sorted(each / POINT_MM for each in box[2:])
    assert sides == pytest.approx(sorted(SIZES[size]), abs=0.5)


@pytest.mark.django_db
@pytest.mark.parametrize("is_simulated", [True, False])
def test_a_sheet_says_what_is_invented(is_simulated: bool) -> None:
    make_street("A1", "Rue Ibn Sina", "زنقة ابن سينا", is_simulated=is_simulated)
    layer = find("streets")
    assert layer is not None
    wanted = Wanted(layer, Street.objects.all(), Format.PDF)
    assert wanted.holds_simulated() is is_simulated
    assert not Wanted(layer, Territory.objects.all(), Format.PDF).holds_simulated()


@pytest.mark.django_db
def test_what_no_sheet_shows_is_refused_in_words(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_layer("point")
    nothing = client.get(PAGE, {"format": "pdf", "filter": "hauteur > 99"})
    assert nothing.status_code == 422
    assert 'id="id_area_error"' in nothing.content.decode()
    monkeypatch.setattr(paper, "MOST", 1)
    assert client.get(PAGE, {"format": "pdf"}).status_code == 422
