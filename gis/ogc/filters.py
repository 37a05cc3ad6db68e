"""CQL2 (OGC 21-065r2), as text or JSON, to a condition over a layer's rows.

Basic CQL2, casei, between, in, like; the spatial comparisons; after, before, during, equals,
intersects in time. The text is parsed by the cql2 library, in a length and depth that it stands.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

import cql2
import orjson
import shapely
from django.contrib.gis.geos import GEOSGeometry
from django.db.models import (
    F,
    Q,
    Value,
)
from django.db.models.functions import Lower
from django.db.models.lookups import (
    Exact,
    GreaterThan,
    GreaterThanOrEqual,
    In,
    IsNull,
    LessThan,
    LessThanOrEqual,
    Regex,
)
from django.utils.translation import gettext as _

from gis.layers import Kind, Layer
from gis.ogc.crs import Crs
from gis.ogc.errors import RefusedError
from gis.ogc.operands import TIMES, Json, Operand, alike, literal, not_understood, regex, span

GEOMETRY: Final = "geometry"
"""How the geometry of a feature is called in filters."""
LONGEST: Final = 4000
DEEPEST: Final = 40
FARTHEST: Final = 1e9
LANGUAGES: Final = ("cql2-text", "cql2-json")
DOUBLED_SIGN: Final = re.compile(r"-\s*-")
COMPARISONS: Final[Mapping[str, Any]] = {
    "=": Exact,
    "<": LessThan,
    "<=": LessThanOrEqual,
    ">": GreaterThan,
    ">=": GreaterThanOrEqual,
}
SPATIAL: Final[Mapping[str, tuple[str, str]]] = {
    "s_intersects": ("intersects", "intersects"),
    "s_disjoint": ("disjoint", "disjoint"),
    "s_contains": ("contains", "within"),
    "s_within": ("within", "contains"),
    "s_touches": ("touches", "touches"),
    "s_crosses": ("crosses", "crosses"),
    "s_overlaps": ("overlaps", "overlaps"),
    "s_equals": ("equals", "equals"),
}
"""The lookup when the property comes first, and when it comes second."""


def condition_of(text: str, language: str, layer: Layer, crs: Crs) -> Q:
    """Return the condition that a filter sets. Raises RefusedError."""
    if len(text) > LONGEST:
        raise RefusedError(_("The filter is longer than %(most)s characters.") % {"most": LONGEST})
    tree = _parsed(text) if language == "cql2-text" else _loaded(text)
    return _Reader(layer, crs).condition(tree, 0)


def _parsed(text: str) -> Json:
    if text.count("(") > DEEPEST or DOUBLED_SIGN.search(text):
        raise _too_deep()
    try:
        return cql2.parse_text(text).to_json()
    except Exception as error:  # noqa: BLE001 the library raises nothing narrower
        raise RefusedError(_("The filter is not CQL2 text: %(why)s") % {"why": error}) from None


def _loaded(text: str) -> Json:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        raise RefusedError(_("The filter is not CQL2 JSON.")) from None


def _too_deep() -> RefusedError:
    return RefusedError(_("The filter is nested too deeply."))


class _Reader:
    """Reads one filter over one layer."""

    def __init__(self, layer: Layer, crs: Crs) -> None:
        self.layer, self.crs = layer, crs

    def condition(self, node: Json, depth: int) -> Q:
        """Return a node that is true or false."""
        if depth > DEEPEST:
            raise _too_deep()
        if isinstance(node, bool):
            return Q(pk__isnull=not node)
        operator, operands = _call(node)
        if operator in {"and", "or", "not"}:
            return self._joined(operator, operands, depth + 1)
        if operator in SPATIAL:
            return self._spatial(operator, operands)
        if operator.startswith("t_"):
            return self._temporal(operator, operands)
        readers = {
            "between": self._between,
            "in": self._in,
            "like": self._like,
            "isNull": self._is_null,
        }
        if operator in readers:
            return readers[operator](operands)
        return self._compared(operator, operands)

    def _joined(self, operator: str, operands: list[Json], depth: int) -> Q:
        parts = [self.condition(each, depth) for each in operands]
        if operator == "not":
            only: Q = _exactly(1, parts)[0]
            return ~only
        if len(parts) < 2:
            raise not_understood(operator)
        return Q(*parts, _connector=Q.AND if operator == "and" else Q.OR)

    def _compared(self, operator: str, operands: list[Json]) -> Q:
        left, right = (self.operand(each) for each in _exactly(2, operands))
        left, right = alike(left, right)
        if operator == "<>":
            return Q(LessThan(left.expression, right.expression)) | Q(
                GreaterThan(left.expression, right.expression)
            )
        if operator not in COMPARISONS:
            raise not_understood(operator)
        return Q(COMPARISONS[operator](left.expression, right.expression))

    def _between(self, operands: list[Json]) -> Q:
        value, low, high = (self.operand(each) for each in _exactly(3, operands))
        value, low = alike(value, low)
        value, high = alike(value, high)
        above = GreaterThanOrEqual(value.expression, low.expression)
        below = LessThanOrEqual(value.expression, high.expression)
        return Q(above) & Q(below)

    def _in(self, operands: list[Json]) -> Q:
        value, listed = _exactly(2, operands)
        if not isinstance(listed, list) or not listed:
            raise not_understood("in")
        wanted = self.operand(value)
        pairs = [alike(wanted, self.operand(each)) for each in listed]
        return Q(In(pairs[0][0].expression, [each.expression for _, each in pairs]))

    def _like(self, operands: list[Json]) -> Q:
        value, pattern = (self.operand(each) for each in _exactly(2, operands))
        written, is_lower = pattern.expression, isinstance(pattern.expression, Lower)
        if is_lower:
            (written,) = written.get_source_expressions()
        if value.kind != Kind.TEXT or not isinstance(written, Value):
            raise not_understood("like")
        text = str(written.value)
        return Q(Regex(value.expression, regex(text.lower() if is_lower else text)))

    def _is_null(self, operands: list[Json]) -> Q:
        (only,) = _exactly(1, operands)
        if only == {"property": GEOMETRY}:
            return Q(IsNull(F(self.layer.shape), True))
        return Q(IsNull(self.operand(only).expression, True))

    def operand(self, node: Json) -> Operand:
        """Return something to compare. Raises RefusedError."""
        written = literal(node)
        if written:
            return written
        if isinstance(node, dict) and isinstance(node.get("property"), str):
            return self._property(node["property"])
        operator, operands = _call(node)
        if operator != "casei":
            raise not_understood(operator)
        (inner,) = (self.operand(each) for each in _exactly(1, operands))
        if inner.kind != Kind.TEXT:
            raise not_understood("casei")
        return Operand(Lower(inner.expression), Kind.TEXT, inner.is_property)

    def _property(self, name: str) -> Operand:
        found = self.layer.property_named(name)
        if found is None:
            raise RefusedError(
                _("There is no property “%(name)s” to filter by.") % {"name": name[:80]}
            )
        return Operand(found.expression, found.kind, is_property=True)

    def _spatial(self, operator: str, operands: list[Json]) -> Q:
        first, second = _exactly(2, operands)
        forward, backward = SPATIAL[operator]
        geometry = {"property": GEOMETRY}
        if first == geometry and second != geometry:
            return Q(**{f"{self.layer.shape}__{forward}": self._shape(second)})
        if second == geometry and first != geometry:
            return Q(**{f"{self.layer.shape}__{backward}": self._shape(first)})
        raise not_understood(operator)

    def _shape(self, node: Json) -> GEOSGeometry:
        """Return a geometry in the filter's reference system; PostGIS brings it into ours."""
        try:
            shape = (
                _box(node["bbox"]) if "bbox" in node else shapely.from_geojson(orjson.dumps(node))
            )
            shape = shapely.force_2d(shape)
            if self.crs.is_flipped:
                shape = shapely.transform(shape, lambda points: points[:, ::-1])
        except (TypeError, ValueError, KeyError, shapely.errors.ShapelyError):
            raise not_understood(node) from None
        if shape.is_empty or not shapely.is_valid(shape) or not _is_finite(shape):
            raise RefusedError(_("A geometry of the filter is empty or crosses itself."))
        if self.crs.srid == 4326 and not _is_on_earth(shape):
            raise RefusedError(_("A geometry of the filter lies outside the world."))
        return GEOSGeometry(memoryview(shapely.to_wkb(shape)), srid=self.crs.srid)

    def _temporal(self, operator: str, operands: list[Json]) -> Q:
        value, time = _exactly(2, operands)
        read = TEMPORAL.get(operator)
        found = self.operand(value)
        if read is None or not found.is_property or found.kind not in TIMES:
            raise not_understood(operator)
        asked = span(time)
        if found.kind == Kind.DATE:
            begin, end = (each and each.date() for each in (asked.begin, asked.end))
        else:
            begin, end = asked.begin, asked.end
        return read(found.expression, *(each and Value(each) for each in (begin, end)))


def _after(field: Any, _begin: Any, end: Any) -> Q:
    return Q(GreaterThan(field, end)) if end else Q(pk__isnull=True)


def _before(field: Any, begin: Any, _end: Any) -> Q:
    return Q(LessThan(field, begin)) if begin else Q(pk__isnull=True)


def _within(field: Any, begin: Any, end: Any) -> Q:
    found = Q(IsNull(field, False))
    if begin:
        found &= Q(GreaterThanOrEqual(field, begin))
    return found & Q(LessThanOrEqual(field, end)) if end else found


TEMPORAL: Final[Mapping[str, Callable[[Any, Any, Any], Q]]] = {
    "t_after": _after,
    "t_before": _before,
    "t_during": _within,
    "t_equals": _within,
    "t_intersects": _within,
}


def _call(node: Json) -> tuple[str, list[Json]]:
    if not isinstance(node, dict):
        raise not_understood(node)
    operator, operands = node.get("op"), node.get("args")
    if not isinstance(operator, str) or not isinstance(operands, list):
        raise not_understood(node)
    return operator, operands


def _exactly(count: int, parts: list[Any]) -> list[Any]:
    if len(parts) != count:
        raise not_understood(str(parts))
    return parts


def _box(numbers: Json) -> shapely.Geometry:
    west, south, *rest = [float(each) for each in numbers]
    east, north = rest if len(rest) == 2 else (rest[1], rest[2])
    return shapely.box(west, south, east, north)


def _is_finite(shape: shapely.Geometry) -> bool:
    return bool(abs(shapely.get_coordinates(shape)).max() < FARTHEST)


def _is_on_earth(shape: shapely.Geometry) -> bool:
    west, south, east, north = shape.bounds
    return bool(west >= -180 and east <= 180 and south >= -90 and north <= 90)
