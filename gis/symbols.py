"""A look as a mark: the same shapes in a legend, on a paper map and in the scripts that draw tiles.

Pure: everything here is text and numbers. A mark lies on a square from -8 to 8.
"""

from collections.abc import Mapping
from typing import Final

from gis.styles import Colour, Look, Shape

SIDE: Final = 16
OUTLINES: Final[Mapping[Shape, str]] = {
    Shape.CIRCLE: "M0-5a5 5 0 1 0 0 10 5 5 0 1 0 0-10z",
    Shape.RING: "M0-4.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 1 0 0-9z",
    Shape.SQUARE: "M-4.5-4.5h9v9h-9z",
    Shape.DIAMOND: "M0-6 6 0 0 6-6 0z",
    Shape.TRIANGLE: "M0-5.5 5.5 4.5h-11z",
    Shape.CROSS: "M-4.5-4.5l9 9M4.5-4.5l-9 9",
}
"""Paths of SVG, which canvases understand too."""
HOLLOW: Final = frozenset({Shape.RING, Shape.CROSS})
"""Shapes that are their stroke alone."""
LINE: Final = "M-7 0h14"
AREA: Final = "M-7-5h14v10h-14z"
LIGHT: Final[Mapping[Colour, str]] = {
    Colour.ACCENT: "#a84426",
    Colour.BLUE: "#3d4fc4",
    Colour.TEAL: "#0d6e70",
    Colour.VIOLET: "#7b3794",
    Colour.OCHRE: "#b06a00",
    Colour.GREY: "#6d6152",
    Colour.GOOD: "#1c7045",
    Colour.WARNING: "#8a5200",
    Colour.ALARM: "#b3163c",
}
"""The colours on white paper and on light screens: the tokens `--mark-…` of the design system."""
DARK: Final[Mapping[Colour, str]] = {
    Colour.ACCENT: "#ea9270",
    Colour.BLUE: "#9fadff",
    Colour.TEAL: "#6bcfd0",
    Colour.VIOLET: "#d7a6ec",
    Colour.OCHRE: "#f3b950",
    Colour.GREY: "#ab9d8a",
    Colour.GOOD: "#7fd3a3",
    Colour.WARNING: "#f2bd62",
    Colour.ALARM: "#ff92a8",
}
"""The colours on dark screens."""
PATH: Final = (
    '<path d="{d}" fill="{fill}" fill-opacity="{opacity}" stroke="{stroke}" '
    'stroke-width="{width}" stroke-dasharray="{dashes}" stroke-linejoin="round" />'
)
FRAME: Final = (
    '<svg class="symbol symbol--{name}" viewBox="-8 -8 16 16" aria-hidden="true">{path}</svg>'
)


def drawn(
    look: Look, geometry: str = "point", *, colour: str = "currentcolor", edge: str = "none"
) -> dict[str, str]:
    """Return what `PATH` takes for a look of a "point", "line" or "area"; "any" is a point.

    `colour`: "currentcolor", which a style sheet says, or a colour of `LIGHT` for paper. `edge`:
    the stroke around filled points, such as the ground's colour, so that they stand apart.
    """
    if geometry in {"point", "any"}:
        is_hollow = look.shape in HOLLOW
        fill, stroke = ("none", colour) if is_hollow else (colour, edge)
        width = 2.2 if is_hollow else 1.2
        return _mark(OUTLINES[look.shape], fill, 1, stroke, width, "none")
    if geometry == "line":
        dashes = "4 3" if look.dashed else "none"
        return _mark(LINE, "none", 1, colour, max(look.width, 2), dashes)
    return _mark(AREA, colour, 0.15, colour, max(look.width, 1.5), "3 2" if look.dashed else "none")


def _mark(
    d: str, fill: str, opacity: float, stroke: str, width: float, dashes: str
) -> dict[str, str]:
    told = {"d": d, "fill": fill, "opacity": f"{opacity:g}", "stroke": stroke}
    return told | {"width": f"{width:g}", "dashes": dashes}


def path(
    look: Look, geometry: str = "point", *, colour: str = "currentcolor", edge: str = "none"
) -> str:
    """Return the mark as a path of SVG, to be placed within a drawing."""
    return PATH.format(**drawn(look, geometry, colour=colour, edge=edge))


def svg(look: Look, geometry: str = "point", *, colour: str = "currentcolor") -> str:
    """Return the mark as a drawing of its own, which says nothing to a screen reader."""
    return FRAME.format(name=look.colour, path=path(look, geometry, colour=colour))
