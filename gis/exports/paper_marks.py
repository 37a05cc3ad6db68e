"""Features as marks on paper: shapes in EPSG:26191 to vectors of SVG, in millimetres."""

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

import shapely

from gis.exports.paper_rules import Frame, path_of
from gis.styles import Look
from gis.symbols import LIGHT, OUTLINES
from gis.symbols import drawn as symbol

MARK: Final = 0.22
"""Millimetres of a unit of a symbol, which is sixteen of them wide."""
FINE: Final = 0.05
"""Millimetres below which a bend is not seen."""
STROKE: Final = 0.3
"""Millimetres of a unit of a line's width."""
PAPER: Final = "#ffffff"
STEPS: Final = re.compile("([a-zA-Z])([^a-zA-Z]*)")
NUMBERS: Final = re.compile(r"-?\d*\.?\d+")
"""A command of a path with its numbers, and the numbers: "M0-5a5 5 0 1 0 0 10"."""


def drawn(features: Iterable[tuple[Any, Look]], frame: Frame) -> str:
    """Return features as SVG: points and lines of one look as one path, each area by itself."""
    marks: dict[Look, list[str]] = {}
    lines: dict[Look, list[str]] = {}
    areas: list[str] = []
    for shape, look in features:
        for part in parts(shape):
            if part.geom_type == "Point":
                at = frame.at(part.x, part.y)
                marks.setdefault(look, []).append(placed(OUTLINES[look.shape], *at))
            elif "Polygon" in part.geom_type:
                areas.append(_stroked(look, outline(part, frame), is_filled=True))
            else:
                lines.setdefault(look, []).append(outline(part, frame))
    strokes = (_stroked(look, "".join(each)) for look, each in lines.items())
    symbols = (_marked(look, "".join(each)) for look, each in marks.items())
    return "".join((*areas, *strokes, *symbols))


def _stroked(look: Look, d: str, *, is_filled: bool = False) -> str:
    colour = LIGHT[look.colour]
    fill = f'fill="{colour}" fill-opacity="0.15"' if is_filled else 'fill="none"'
    dashes = ' stroke-dasharray="1.6 1.2"' if look.dashed else ""
    width = max(look.width, 1.5) * STROKE
    return (
        f'<path d="{d}" {fill} fill-rule="evenodd" stroke="{colour}" '
        f'stroke-width="{width:.2f}" stroke-linejoin="round"{dashes} />'
    )


def _marked(look: Look, d: str) -> str:
    """Return symbols as `gis.symbols` draws one of them."""
    told = symbol(look, colour=LIGHT[look.colour], edge=PAPER)
    return (
        f'<path d="{d}" fill="{told["fill"]}" stroke="{told["stroke"]}" '
        f'stroke-width="{float(told["width"]) * MARK:.2f}" stroke-linejoin="round" />'
    )


def placed(outline: str, x: float, y: float) -> str:
    """Return the outline of a symbol in its size, with its middle at a place of the map."""
    steps: list[tuple[str, str]] = STEPS.findall(outline)
    return "".join(_moved(command, numbers, x, y) for command, numbers in steps)


def _moved(command: str, numbers: str, x: float, y: float) -> str:
    """Return one step of a path: what is absolute moves, what is a length shrinks."""
    values = [float(each) for each in NUMBERS.findall(numbers)]
    if command in "ML":
        pairs = zip(values[::2], values[1::2], strict=True)
        told = (f"{x + MARK * left:.2f} {y + MARK * top:.2f}" for left, top in pairs)
        return command + " ".join(told)
    if command == "a":
        arcs = (values[start : start + 7] for start in range(0, len(values), 7))
        return "a" + " ".join(
            f"{MARK * rx:.3f} {MARK * ry:.3f} {turn:g} {far:g} {sweep:g} "
            f"{MARK * right:.3f} {MARK * down:.3f}"
            for rx, ry, turn, far, sweep, right, down in arcs
        )
    return command + " ".join(f"{MARK * each:.3f}" for each in values)


def parts(shape: Any) -> Iterator[Any]:
    """Yield the single shapes of one, simplified no further than the paper shows."""
    if hasattr(shape, "geoms"):
        for each in shape.geoms:
            yield from parts(each)
    elif not shape.is_empty:
        yield shape


def outlines(shape: Any, frame: Frame) -> str:
    """Return all parts of a shape as one path."""
    return "".join(outline(each, frame) for each in parts(shape))


def outline(shape: Any, frame: Frame) -> str:
    """Return a line or an area as a path."""
    fine = shapely.simplify(shape, FINE / frame.per_m)
    rings = [fine.exterior, *fine.interiors] if fine.geom_type == "Polygon" else [fine]
    return "".join(_ring(ring.coords, frame, fine.geom_type) for ring in rings)


def _ring(points: Iterable[tuple[float, ...]], frame: Frame, kind: str) -> str:
    placed = [frame.at(point[0], point[1]) for point in points]
    return path_of(placed, is_closed=kind == "Polygon")


def spot(shape: Any, frame: Frame) -> tuple[float, float] | None:
    """Return a place within what the map shows of an area, where its name may stand."""
    shown = shapely.intersection(shape, shapely.box(*frame.ground))
    if shown.is_empty:
        return None
    point = shown.representative_point()
    x, y = frame.at(point.x, point.y)
    return round(x, 2), round(y, 2)
