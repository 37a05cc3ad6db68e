"""What an inventory's columns are called, and how the headings of a file are matched to them."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from lighting.inventory.refusals import ImportRefusedError


@dataclass(frozen=True, slots=True)
class Column:
    """A column that can be read; the best of several headings comes first."""

    name: str
    headings: tuple[str, ...]


COLUMNS = (
    Column("lamp_code", ("lamp code", "point id", "punto", "code", "point lumineux", "رمز النقطة")),
    Column("position", ("position raw", "posición", "position", "coordenadas", "الموقع")),
    Column("latitude", ("latitude", "lat", "latitud", "خط العرض")),
    Column("longitude", ("longitude", "lon", "lng", "longitud", "خط الطول")),
    Column(
        "lamp_type", ("lamp type raw", "lamp type", "tipo", "type de lampe", "type", "نوع المصباح")
    ),
    Column(
        "power_w",
        ("power w raw", "power w", "potencia w", "potencia", "puissance w", "puissance", "القدرة"),
    ),
    Column("quantity", ("qty", "quantity", "cantidad por punto", "cantidad", "quantité", "العدد")),
    Column(
        "supply_id",
        ("supply meter id", "supply id", "suministro", "contrat", "police", "عقد التزويد"),
    ),
    Column(
        "switching",
        ("switching raw", "switching", "tipo de encendido", "mode d'allumage", "طريقة التشغيل"),
    ),
    Column("address", ("address", "dirección", "adresse", "العنوان")),
    Column("locality", ("locality", "localidad", "localité", "quartier", "الحي")),
    Column("remarks", ("remarks", "observaciones", "observations", "remarques", "ملاحظات")),
)
"""Headings in the spelling of `plain`: accents, case and punctuation make no difference."""


@dataclass(frozen=True, slots=True)
class Matching:
    """Where each column stands in a file, and what the file has besides."""

    places: Mapping[str, int]
    headings: Sequence[str]

    def heading(self, column: str) -> str:
        """Return the file's own name of a column, or the column's if the file has none."""
        return self.headings[self.places[column]] if column in self.places else column

    @property
    def absent(self) -> list[str]:
        """Return the columns that the file does not have; one cell can hold a whole position."""
        spare = {"latitude", "longitude"} if "position" in self.places else {"position"}
        return [c.name for c in COLUMNS if c.name not in self.places and c.name not in spare]

    @property
    def unread(self) -> list[str]:
        """Return the headings that no column was read from."""
        read = set(self.places.values())
        return [text for place, text in enumerate(self.headings) if place not in read and text]


def plain(heading: str) -> str:
    """Return a heading without accents, case and punctuation: `POTENCIA (W)` is `potencia w`."""
    letters = (c for c in unicodedata.normalize("NFKD", heading) if not unicodedata.combining(c))
    return " ".join(re.findall(r"\w+", "".join(letters).casefold().replace("_", " ")))


def match(headings: Sequence[str], chosen: Mapping[str, str]) -> Matching:
    """Find the columns in a file's headings; `chosen` names the heading of a column outright."""
    found = {plain(text): place for place, text in reversed(list(enumerate(headings)))}
    places = {name: _chosen_place(found, name, text) for name, text in chosen.items()}
    for column in COLUMNS:
        spellings = [plain(text) for text in (*column.headings, column.name)]
        place = next((found[text] for text in spellings if text in found), None)
        if column.name not in places and place is not None and place not in places.values():
            places[column.name] = place
    _require(places)
    return Matching(places, list(headings))


def _chosen_place(found: Mapping[str, int], name: str, heading: str) -> int:
    if name not in {column.name for column in COLUMNS}:
        known = ", ".join(column.name for column in COLUMNS)
        raise ImportRefusedError(
            _("There is no column “%(name)s” to choose. The columns are: %(known)s.")
            % {"name": name, "known": known}
        )
    if plain(heading) not in found:
        raise ImportRefusedError(
            _("The file has no heading “%(heading)s”.") % {"heading": heading[:80]}
        )
    return found[plain(heading)]


def _require(places: Mapping[str, int]) -> None:
    missing = [] if "lamp_code" in places else ["lamp_code"]
    if "position" not in places and not {"latitude", "longitude"} <= set(places):
        missing.append("position")
    if missing:
        raise ImportRefusedError(
            _("These columns are not in the file: %(missing)s. %(expected)s")
            % {"missing": ", ".join(missing), "expected": _expected(missing)}
        )


def _expected(missing: Sequence[str]) -> str:
    known = [
        f"{column.name} = {' / '.join(column.headings)}"
        for column in COLUMNS
        if column.name in missing
        or (column.name in {"latitude", "longitude"} and "position" in missing)
    ]
    return _("Known headings: %(known)s. Another one is chosen with --column %(example)s.") % {
        "known": "; ".join(known),
        "example": f"{missing[0]}=…",
    }
