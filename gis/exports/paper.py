"""A layer as a map on paper: drawn as vectors in EPSG:26191, at a scale that a ruler confirms."""

from collections.abc import Mapping, Sequence
from typing import IO, Any, Final

import shapely
from django.conf import settings
from django.contrib.gis.db.models.functions import AsWKB, Transform
from django.contrib.gis.geos import Polygon
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, get_language_bidi, override
from django.utils.translation import gettext_lazy as _
from weasyprint import HTML
from weasyprint.urls import URLFetcher

from gis.enums import ADMINISTRATIVE, StreetCategory
from gis.exports import paper_marks
from gis.exports.kml import titles
from gis.exports.paper_rules import MARGIN, Frame, bar_m, framed
from gis.exports.reading import Row, Wanted
from gis.layers import Geometry
from gis.models import Street, Territory
from gis.styles import Look
from gis.symbols import LIGHT, svg
from workspace.templatetags.local_formats import number

MOST: Final = 5_000
"""Features on one sheet: more cannot be told apart."""
MOST_STREETS: Final = 3_000
SRID: Final = 26191
LANGUAGES: Final = ("fr", "ar")
SYSTEM: Final = "Merchich / Nord Maroc (EPSG:26191)"
NORTH: Final = "N"
LINE: Final = '<svg viewBox="0 0 16 16"><path d="M1 8h14" stroke="{}" stroke-width="{}" {}/></svg>'
BORDER: Final = LINE.format("#8b7c68", 1.2, 'stroke-dasharray="4 2" ')
STREET: Final = LINE.format("#d8cbb4", 2, "")
Named = tuple[float, float, str, str]
"""Millimetres from the left and from above, the name in French and in Arabic."""


class TooManyError(Exception):
    """More features than a sheet can show."""


class EmptyError(Exception):
    """Nothing to show."""


class Paper:
    """One sheet."""

    def __init__(self, file: IO[bytes], wanted: Wanted) -> None:
        self._file, self._wanted = file, wanted
        self._rows: list[Row] = []

    def add(self, rows: Sequence[Row]) -> None:
        """Take features. Raises TooManyError."""
        self._rows += rows
        if len(self._rows) > MOST:
            raise TooManyError

    def close(self) -> None:
        """Draw the sheet. Raises EmptyError."""
        if not self._rows:
            raise EmptyError
        shapes = shapely.from_wkb([bytes(row[-1]) for row in self._rows])
        bounds = shapely.total_bounds(shapes)
        west, south, east, north = (float(each) for each in bounds)
        frame = framed((west, south, east, north), self._wanted.size.value)
        looks = [self._look(row) for row in self._rows]
        features = paper_marks.drawn(zip(shapes, looks, strict=True), frame)
        page = render_to_string("geodata_out/paper.html", self._context(frame, features))
        fetcher = URLFetcher(allowed_protocols={"data"}, fail_on_errors=True)
        HTML(string=page, url_fetcher=fetcher).write_pdf(self._file)

    def _look(self, row: Row) -> Look:
        style = self._wanted.layer.style
        names = [each.name for each in self._wanted.columns]
        value = str(row[names.index(style.by)]) if style.by in names else ""
        return next((look for look in style.looks if look.value == value), style.plain)

    def _context(self, frame: Frame, features: str) -> Mapping[str, Any]:
        layer, bar = self._wanted.layer, bar_m(frame.scale)
        borders, names = _territories(frame)
        return {
            "language": get_language(),
            "is_rtl": get_language_bidi(),
            "frame": frame,
            "margin": MARGIN,
            "titles": _titles(layer.title),
            "heading": titles(layer),
            "description": layer.description,
            "commune": (settings.COMMUNE_FR, settings.COMMUNE_AR),
            "borders": mark_safe(borders),  # noqa: S308 - made of numbers alone
            "streets": mark_safe("" if layer.name == "streets" else _streets(frame)),  # noqa: S308
            "features": mark_safe(features),  # noqa: S308
            "names": names,
            "legend": _legend(self._wanted),
            "count": len(self._rows),
            "bar_words": f"0 – {number(bar)} m",
            "scale": f"1 : {number(frame.scale)}",
            "system": SYSTEM,
            "north": NORTH,
            "bar": bar * frame.per_m,
            "day": self._wanted.on or timezone.localdate(),
            "source": layer.source,
            "licence": layer.licence,
            "is_simulated": settings.DEMONSTRATION or self._wanted.holds_simulated(),
        }

    def abandon(self) -> None:
        """Nothing was put aside."""


def _titles(title: Any) -> list[tuple[str, str]]:
    told = []
    for language in LANGUAGES:
        with override(language):
            told.append((language, str(title)))
    return told


def _legend(wanted: Wanted) -> list[tuple[Any, list[tuple[str, str]]]]:
    """Return each mark with what it stands for, in French and Arabic."""
    layer = wanted.layer
    geometry = "point" if layer.geometry == Geometry.ANY else layer.geometry.value
    marks = [
        (svg(look, geometry, colour=LIGHT[look.colour]), look.title or layer.title)
        for look in layer.style.legend
    ]
    around = [(BORDER, _("Boundaries")), (STREET, _("Main streets"))]
    return [(mark_safe(mark), _titles(title)) for mark, title in (*marks, *around)]  # noqa: S308


def _ground(frame: Frame) -> Polygon:
    box = Polygon.from_bbox(frame.ground)
    box.srid = SRID
    return box


def _territories(frame: Frame) -> tuple[str, list[Named]]:
    """Return the boundaries that the map meets, and the names of the smallest of them."""
    rows = Territory.objects.valid_today().filter(
        level__in=ADMINISTRATIVE, geom__intersects=_ground(frame)
    )
    found = rows.annotate(e_shape=AsWKB(Transform("geom", SRID))).values_list(
        "level", "name_fr", "name_ar", "e_shape"
    )
    shapes = [(level, (fr, ar), shapely.from_wkb(bytes(wkb))) for level, fr, ar, wkb in found]
    levels = {level for level, _names, _shape in shapes}
    smallest = next((each for each in reversed(ADMINISTRATIVE) if each in levels), None)
    borders = (
        paper_marks.outline(part, frame) for _l, _n, s in shapes for part in paper_marks.parts(s)
    )
    spots = (
        (paper_marks.spot(shape, frame), names)
        for level, names, shape in shapes
        if level == smallest
    )
    named = [(*spot, *names) for spot, names in spots if spot]
    return "".join(f'<path d="{each}" />' for each in borders), named


def _streets(frame: Frame) -> str:
    wide = (StreetCategory.PRIMARY, StreetCategory.SECONDARY)
    rows = Street.objects.filter(category__in=wide, geom__intersects=_ground(frame))
    found = rows.order_by("category", "pk").annotate(e_shape=AsWKB(Transform("geom", SRID)))
    shapes = (
        shapely.from_wkb(bytes(each))
        for each in found.values_list("e_shape", flat=True)[:MOST_STREETS]
    )
    drawn = (
        paper_marks.outline(part, frame) for shape in shapes for part in paper_marks.parts(shape)
    )
    return f'<path d="{"".join(drawn)}" />'
