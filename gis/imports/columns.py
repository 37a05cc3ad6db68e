"""Which column means what, guessed from names in three languages and from the first values."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Final

from gis.imports.numerals import coordinate

_X: Final = (
    *("longitude", "lon", "long", "lng", "x", "xcoord", "coordx", "pointx", "xm", "easting"),
    *("est", "gpslongitude", "stoplon", "خطالطول", "الطول", "س", "xlambert", "lambertx"),
)
_Y: Final = (
    *("latitude", "lat", "y", "ycoord", "coordy", "pointy", "ym", "northing", "nord"),
    *("gpslatitude", "stoplat", "خطالعرض", "العرض", "ع", "ylambert", "lamberty"),
)
_X_STARTS: Final = ("longitude", "coordx", "coordonneex", "xcoord", "xlamb", "xmerch", "xwgs")
_Y_STARTS: Final = ("latitude", "coordy", "coordonneey", "ycoord", "ylamb", "ymerch", "ywgs")
_WKT: Final = ("wkt", "geomwkt", "wktgeom", "geom", "geometry", "geometrie", "thegeom", "shape")
_IS_WKT: Final = re.compile(
    r"\s*(SRID=\d+;)?\s*(MULTI)?(POINT|LINESTRING|POLYGON|GEOMETRYCOLLECTION)", re.IGNORECASE
)


def simplified(name: str) -> str:
    """Return a name without accents, case, harakat, and anything but letters and digits."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return "".join(each for each in plain if each.isalnum())


def coordinate_columns(
    names: Sequence[str], samples: Mapping[str, Sequence[str]]
) -> dict[str, str]:
    """Return the columns `x` and `y`, or `wkt`, of a table; nothing where there are none."""
    keys = {simplified(name): name for name in reversed(names)}
    for key in _WKT:
        if key in keys and any(_IS_WKT.match(each) for each in samples.get(keys[key], ())):
            return {"wkt": keys[key]}
    x = _first(keys, _X, _X_STARTS)
    y = _first(keys, _Y, _Y_STARTS)
    if x and y and _hold_numbers(samples, x) and _hold_numbers(samples, y):
        return {"x": x, "y": y}
    return {}


def _first(keys: Mapping[str, str], exact: Sequence[str], starts: tuple[str, ...]) -> str:
    """Return the column of a name, or else one whose name begins like it."""
    found = next((keys[key] for key in exact if key in keys), "")
    return found or next((name for key, name in keys.items() if key.startswith(starts)), "")


def _hold_numbers(samples: Mapping[str, Sequence[str]], name: str) -> bool:
    """Tell whether any value is a number, or all are missing."""
    shown = samples.get(name, ())
    for each in shown:
        with suppress(ValueError, TypeError):
            coordinate(each)
            return True
    return not shown


def guessed(wanted: Iterable[tuple[str, Sequence[str]]], names: Sequence[str]) -> dict[str, str]:
    """Return for each field, known by its name and its aliases, the column that seems meant."""
    keys = {simplified(name): name for name in reversed(names)}
    found: dict[str, str] = {}
    for field, aliases in wanted:
        for alias in (field, *aliases):
            column = keys.get(simplified(alias))
            if column and column not in found.values():
                found[field] = column
                break
    return found
