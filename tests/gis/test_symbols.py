"""Looks as marks: every shape, each colour in light and dark, and what the style sheet says."""

import re
from pathlib import Path

import pytest
from defusedxml import ElementTree

from gis.days import day_of
from gis.styles import Colour, Look, Shape
from gis.symbols import DARK, LIGHT, OUTLINES, drawn, svg

TOKENS = Path("municipality/static/municipality/tokens.css")


@pytest.mark.parametrize("geometry", ["point", "line", "area"])
@pytest.mark.parametrize("shape", Shape)
def test_every_look_is_a_drawing(shape: Shape, geometry: str) -> None:
    drawing = ElementTree.fromstring(svg(Look(Colour.TEAL, shape=shape), geometry))
    assert drawing.attrib["class"] == "symbol symbol--teal"
    assert drawing.attrib["aria-hidden"] == "true"
    assert len(drawing) == 1


def test_shapes_differ_so_that_no_state_is_told_by_colour_alone() -> None:
    marks = {tuple(drawn(Look(shape=shape)).values()) for shape in Shape}
    assert len(marks) == len(Shape) == len(OUTLINES)


def test_a_dashed_line_is_dashed_and_a_colour_of_paper_is_used() -> None:
    line = drawn(Look(Colour.ALARM, width=3, dashed=True), "line", colour=LIGHT[Colour.ALARM])
    assert (line["stroke"], line["width"], line["dashes"]) == ("#b3163c", "3", "4 3")


def test_the_tokens_are_those_of_the_style_sheet() -> None:
    found = re.findall(r"--mark-(\w+): (#\w+);", TOKENS.read_text())
    light = [(each.value, LIGHT[each]) for each in Colour]
    dark = [(each.value, DARK[each]) for each in Colour]
    assert found == [*light, *dark, *dark]


def _luminance(colour: str) -> float:
    parts = (int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(("colours", "ground"), [(LIGHT, "#f1e9dc"), (DARK, "#201a15")])
def test_marks_stand_out_from_the_ground(colours: dict[Colour, str], ground: str) -> None:
    for name, colour in colours.items():
        dark, light = sorted((_luminance(colour), _luminance(ground)))
        assert (light + 0.05) / (dark + 0.05) >= 3, name


@pytest.mark.parametrize("text", ["2026-1-1", "20260101", "2026-02-30", "٢٠٢٦-٠١-٠١", "today"])
def test_a_day_is_written_in_one_way(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        day_of(text)


def test_no_day_is_none() -> None:
    assert day_of("") is None
    assert str(day_of("2026-02-28")) == "2026-02-28"
