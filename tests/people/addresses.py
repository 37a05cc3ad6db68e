"""Every address of the project, and every role that may knock at it."""

import csv
import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import get_converters
from django.urls.resolvers import RegexPattern, RoutePattern
from django.utils.regex_helper import normalize

from demo.organisation.roles import ROLES
from people.gates import Gate

TABLE = Path(__file__).with_name("access_table.csv")
NOBODY, WITHOUT_ROLE = "anonymous", "no-role"
KNOCKING = (NOBODY, WITHOUT_ROLE, *(role.code for role in ROLES))
MAY, MAY_NOT = "+", "-"
EXAMPLES = {"str": "000", "slug": "000", "path": "000", "uuid": str(uuid.UUID(int=0))}


@dataclass(frozen=True)
class Address:
    """A route of the resolver with the path of an example that is not there."""

    route: str
    path: str
    gate: Gate | None

    @property
    def asks(self) -> str:
        """What the gate asks for, as the table writes it."""
        return (self.gate.capability or self.gate.kind) if self.gate else "no gate"


def addresses() -> list[Address]:
    """Return every address, in the order of their routes."""
    return sorted(_walk(get_resolver().url_patterns, "", "/"), key=lambda each: each.route)


def _walk(patterns: list[Any], route: str, path: str) -> Iterator[Address]:
    for each in patterns:
        here = route + str(each.pattern)
        there = path + _example(each)
        if isinstance(each, URLResolver):
            yield from _walk(each.url_patterns, here, there)
        else:
            yield Address(here, there, getattr(each.callback, "gate", None))


def _example(each: URLPattern | URLResolver) -> str:
    """Return a piece of a path that fits a pattern, with values that nothing has."""
    if isinstance(each.pattern, RegexPattern):
        form, names = normalize(each.pattern.regex.pattern)[0]
        return str(form % dict.fromkeys(names, "0"))
    assert isinstance(each.pattern, RoutePattern)
    piece = str(each.pattern)
    kinds = {type(converter): kind for kind, converter in get_converters().items()}
    for name, converter in each.pattern.converters.items():
        kind = kinds[type(converter)]
        piece = re.sub(rf"<({kind}:)?{name}>", EXAMPLES.get(kind, "0"), piece)
    return piece


def table() -> dict[str, dict[str, str]]:
    """Return the rows of the table by route."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {row["address"]: row for row in csv.DictReader(file)}


def expected(address: Address) -> dict[str, str]:
    """Return the row that an address' gate and the usual roles amount to."""
    row = {"address": address.route, "asks": address.asks}
    return row | {role: MAY if _may(address, role) else MAY_NOT for role in KNOCKING}


def _may(address: Address, role: str) -> bool:
    if address.gate is None or address.gate.kind in {"public", "resident"}:
        return True
    if role == NOBODY:
        return False
    allowed = {each.code: each.capabilities for each in ROLES}.get(role, ())
    return not address.gate.capability or address.gate.capability in allowed


def as_line(row: dict[str, str]) -> str:
    """Return a row as it stands in the file."""
    return ",".join(row.values())
