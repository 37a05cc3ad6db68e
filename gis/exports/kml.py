"""KML 2.2: the marks of the layer as styles, each feature with both its names and its values."""

from collections.abc import Iterator, Sequence
from typing import IO, Any, Final

from django.utils.translation import override

from gis.exports.reading import Row, Wanted
from gis.exports.rules import both_names, xml_text
from gis.layers import Layer
from gis.styles import Look
from gis.symbols import LIGHT
from workspace.tables.exports.rules import json_value

HEAD: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>{name}</name>\n'
)
TAIL: Final = "</Document></kml>\n"
STYLE: Final = (
    '<Style id="{name}"><IconStyle><color>ff{colour}</color></IconStyle>'
    "<LineStyle><color>ff{colour}</color><width>{width:g}</width></LineStyle>"
    "<PolyStyle><color>40{colour}</color></PolyStyle></Style>\n"
)
TRUTH: Final = {True: "true", False: "false"}


class Kml:
    """A document of placemarks."""

    def __init__(self, file: IO[bytes], wanted: Wanted) -> None:
        self._file, self._layer = file, wanted.layer
        self._names = [each.name for each in wanted.columns]
        self._write(HEAD.format(name=xml_text(titles(wanted.layer))))
        looks = (wanted.layer.style.plain, *wanted.layer.style.looks)
        self._write("".join(_style(place, look) for place, look in enumerate(looks)))
        values = enumerate(wanted.layer.style.looks, start=1)
        self._styles = {look.value: f"s{place}" for place, look in values}

    def _write(self, text: str) -> None:
        self._file.write(text.encode())

    def add(self, rows: Sequence[Row]) -> None:
        """Add placemarks."""
        self._write("".join(self._placemark(row) for row in rows))

    def _placemark(self, row: Row) -> str:
        told = dict(zip(self._names, row[:-1], strict=True))
        style = self._styles.get(str(told.get(self._layer.style.by, "")), "s0")
        name = xml_text(name_of(self._layer, told))
        return (
            f"<Placemark><name>{name}</name><styleUrl>#{style}</styleUrl>"
            f"<ExtendedData>{''.join(_data(told))}</ExtendedData>{row[-1] or ''}</Placemark>\n"
        )

    def close(self) -> None:
        """End the document."""
        self._write(TAIL)

    def abandon(self) -> None:
        """Nothing was put aside."""


def titles(layer: Layer) -> str:
    """Return the title of a layer in French and Arabic."""
    told = {}
    for language in ("fr", "ar"):
        with override(language):
            told[language] = str(layer.title)
    return both_names(told["ar"], told["fr"])


def name_of(layer: Layer, told: dict[str, Any]) -> str:
    """Return what a feature is called: both its names, else its label, else its key."""
    named = both_names(str(told.get("name_ar") or ""), str(told.get("name_fr") or ""))
    label = " ".join(str(told[each]) for each in layer.label if told.get(each) is not None)
    return named or label or str(told.get(layer.key) or "")


def _style(place: int, look: Look) -> str:
    red, green, blue = (LIGHT[look.colour][at : at + 2] for at in (1, 3, 5))
    return STYLE.format(name=f"s{place}", colour=f"{blue}{green}{red}", width=max(look.width, 2))


def _data(told: dict[str, Any]) -> Iterator[str]:
    for name, value in told.items():
        if value is not None:
            text = TRUTH[value] if isinstance(value, bool) else str(json_value(value))
            yield f'<Data name="{xml_text(name)}"><value>{xml_text(text)}</value></Data>'
