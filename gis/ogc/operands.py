"""What a filter compares: properties, written values, times; and what may be compared with what."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import orjson
from django.db.models import (
    BooleanField,
    CharField,
    DateField,
    DateTimeField,
    Field,
    FloatField,
    Value,
)
from django.utils.translation import gettext as _

from gis.layers import Kind
from gis.ogc.errors import RefusedError
from gis.ogc.parameters import Span

NUMBERS: Final = (Kind.INTEGER, Kind.NUMBER)
TIMES: Final = (Kind.DATE, Kind.MOMENT)
FIELDS: Final[Mapping[Kind, "Field[Any, Any]"]] = {
    Kind.TEXT: CharField(),
    Kind.INTEGER: FloatField(),
    Kind.NUMBER: FloatField(),
    Kind.BOOLEAN: BooleanField(),
    Kind.DATE: DateField(),
    Kind.MOMENT: DateTimeField(),
}
Json = Any


@dataclass(frozen=True)
class Operand:
    """Something to compare: an expression and what kind of values it has."""

    expression: Any
    kind: Kind
    is_property: bool = False


def not_understood(part: object) -> RefusedError:
    shown = part if isinstance(part, str) else orjson.dumps(part).decode()
    return RefusedError(
        _("This part of the filter is not supported: %(part)s") % {"part": shown[:200]}
    )


def literal(node: Json) -> Operand | None:
    """Return a value that was written down, if it is one."""
    if isinstance(node, bool):
        return _value(node, Kind.BOOLEAN)
    if isinstance(node, int | float):
        return _value(float(node), Kind.NUMBER)
    if isinstance(node, str):
        if "\0" in node:
            raise not_understood("\\0")
        return _value(node, Kind.TEXT)
    if isinstance(node, dict) and ("date" in node or "timestamp" in node):
        kind = Kind.DATE if "date" in node else Kind.MOMENT
        at = _moment(node.get("date") or node.get("timestamp"))
        return _value(at.date() if kind == Kind.DATE else at, kind)
    return None


def _value(value: object, kind: Kind) -> Operand:
    return Operand(Value(value, output_field=FIELDS[kind]), kind)


def _moment(text: Json) -> dt.datetime:
    try:
        found = dt.datetime.fromisoformat(text)
    except (TypeError, ValueError):
        raise not_understood(text) from None
    return found if found.tzinfo else found.replace(tzinfo=dt.UTC)


def span(node: Json) -> Span:
    if isinstance(node, dict) and isinstance(ends := node.get("interval"), list) and len(ends) == 2:
        begin, end = (None if each == ".." else span(each).begin for each in ends)
        return Span(begin, end)
    if isinstance(node, dict) and ("date" in node or "timestamp" in node):
        node = node.get("date") or node.get("timestamp")
    at = _moment(node)
    return Span(at, at)


def alike(left: Operand, right: Operand) -> tuple[Operand, Operand]:
    """Return two operands that may be compared. Raises RefusedError."""
    if not (left.is_property or right.is_property):
        raise RefusedError(_("A comparison needs a property."))
    kinds = {left.kind, right.kind}
    if len(kinds) == 1 or kinds <= set(NUMBERS):
        return left, right
    if kinds <= {Kind.TEXT, *TIMES}:
        return _as_time(left, right.kind), _as_time(right, left.kind)
    raise RefusedError(_("A comparison must be of values of one kind."))


def _as_time(operand: Operand, other: Kind) -> Operand:
    """Return a written time as the kind that it is compared with."""
    if operand.is_property or other == Kind.TEXT:
        if operand.kind == Kind.TEXT or other == Kind.TEXT:
            raise RefusedError(_("A comparison must be of values of one kind."))
        return operand
    value = operand.expression.value
    at = _moment(value.isoformat() if isinstance(value, dt.date) else value)
    return _value(at.date() if other == Kind.DATE else at, other)


def regex(pattern: str) -> str:
    """Return LIKE's pattern, with its % and _ and \\ before a literal one, as an expression."""
    parts = re.findall(r"\\.|[^\\]|\\$", pattern, re.DOTALL)
    written = ("" if each == "\\" else re.escape(each[-1]) for each in parts)
    wild = {"%": ".*", "_": "."}
    return (
        "^"
        + "".join(wild.get(each) or next_ for each, next_ in zip(parts, written, strict=True))
        + "$"
    )
