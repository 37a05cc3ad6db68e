"""Tables and GeoJSON: what the lists write too, with the place in columns of its own."""

from collections.abc import Sequence
from decimal import Decimal
from typing import IO, Any, Final

from gis.exports.enums import Format, System
from gis.exports.reading import Row, Wanted
from gis.exports.rules import distinct
from workspace.tables.exports.formats import FORMATS, Writer

DEGREES: Final = ("longitude", "latitude")
METRES: Final = ("x", "y")
WKT: Final = "WKT"


class Sheet:
    """A table of a layer: its columns under their names, then the place."""

    def __init__(self, file: IO[bytes], wanted: Wanted) -> None:
        names = [each.name for each in wanted.columns]
        self._wanted = wanted
        self._width = len(names)
        heads = distinct([*_place(wanted), *names]) if wanted.format != Format.GEOJSON else names
        places = len(heads) - len(names)
        heads = heads[places:] + heads[:places]
        writer = FORMATS[wanted.format.value]
        self._writer: Writer = writer(file, str(wanted.layer.title), heads, heads)

    def add(self, rows: Sequence[Row]) -> None:
        """Add rows. Raises DoesNotFitError."""
        for row in rows:
            if self._wanted.format == Format.GEOJSON:
                self._writer.row(_simple(row[: self._width]), row[self._width])
            else:
                self._writer.row(row, None)

    def close(self) -> None:
        """End the table."""
        self._writer.close()

    def abandon(self) -> None:
        """Leave nothing behind."""
        self._writer.abandon()


def _place(wanted: Wanted) -> tuple[str, ...]:
    if not wanted.is_of_points:
        return (WKT,)
    return DEGREES if wanted.system == System.WGS84 else METRES


def _simple(values: Row) -> list[Any]:
    """Return values with their decimals as numbers, as the OGC API tells them."""
    return [float(each) if isinstance(each, Decimal) else each for each in values]
