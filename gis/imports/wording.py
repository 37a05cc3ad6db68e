"""What is found in files, in the reader's words."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from gis.imports.child.problems import Code, RefusedError
from gis.imports.crs import DEPRECATED

Words = Mapping[str, "str | Promise"]

FILES: Final[Words] = {
    Code.EMPTY: _("The file is empty."),
    Code.TOO_LARGE: _("The file is too large: %(most)s MB at the most."),
    Code.UNKNOWN_TYPE: _(
        "Files of this type (%(suffix)s) are not read. Send a Shapefile in a ZIP archive, a "
        "GeoPackage, GeoJSON, KML or KMZ, a CSV or XLSX table with coordinates, GeoParquet, or an "
        "OSM extract (.osm.pbf)."
    ),
    Code.NOT_WHAT_IT_SAYS: _(
        "The content of the file is not what its name says (%(suffix)s). Export it again in the "
        "right format."
    ),
    Code.DAMAGED: _("The file is damaged or broken off. Export it again, then send it whole."),
    Code.BOMB: _("The archive would unpack to far more than it should, and was not opened."),
    Code.UNSAFE_PATH: _("The archive holds paths that lead out of it, and was not opened."),
    Code.LINK: _("The archive holds links to other files, and was not opened."),
    Code.NESTED: _("The archive holds other archives. Send each of them by itself."),
    Code.ENCRYPTED: _("The archive is protected by a password. Send it without one."),
    Code.TOO_MANY_MEMBERS: _("The archive holds more than %(most)s files."),
    Code.NO_SHAPEFILE: _("The archive holds no Shapefile (.shp)."),
    Code.MISSING_PART: _(
        "A part of the Shapefile is missing: %(part)s. The archive must hold .shp, .shx and .dbf."
    ),
    Code.SEVERAL_KML: _("A KMZ archive must hold exactly one KML file."),
    Code.ENTITIES: _("The file defines entities or a document type, which is not accepted."),
    Code.NOT_GEODATA: _("The file is XML, but not KML."),
    Code.TOO_DEEP: _("The file is nested deeper than any map, and was not read."),
    Code.NO_LAYER: _("The file holds no layer."),
    Code.NO_ROWS: _("There is no row in it."),
    Code.NO_COORDINATES: _(
        "There are no coordinates in it. A table needs two columns, such as “lat” and “lon” or “X” "
        "and “Y”, or one with geometry as WKT."
    ),
    Code.NOT_TEXT: _("The file is not text: it holds null bytes."),
    Code.TOO_MANY_COLUMNS: _("It has %(found)s columns; %(most)s at the most are read."),
    Code.TOO_MANY_ROWS: _("It has more than %(most)s rows. Send it in parts."),
    Code.VALUE_TOO_LONG: _("A value or a line has more than %(most)s characters."),
    Code.UNKNOWN_COLUMN: _("A column that you chose is not in the file."),
    Code.UNKNOWN_LAYER: _("The layer that you chose is not in the file."),
    Code.WRONG_ENCODING: _("The text is not in this encoding. Choose another."),
    Code.TOO_HEAVY: _("Reading the file would take too much memory or time. Send it in parts."),
    Code.TOO_SLOW: _("Reading the file took too long. Send it in parts."),
    Code.BROKEN_OFF: _("The file cannot be read beyond row %(row)s: it is damaged or broken off."),
}
ROWS: Final[Words] = {
    "no_place": _("no geometry"),
    "not_a_number": _("not a number"),
    "not_finite": _("infinite or not a number"),
    "broken_geometry": _("geometry that cannot be read"),
    "off_limits": _("coordinates outside of what the system allows"),
    "wrong_kind": _("another kind of geometry than the target takes"),
    "several_parts": _("several separate parts where the target takes one"),
    "invalid": _("invalid geometry, made valid"),
    "outside": _("outside of the commune"),
    "missing": _("a value is missing"),
    "too_long": _("the value is too long"),
    "too_small": _("the number is too small"),
    "too_large": _("the number is too large"),
    "not_whole": _("not a whole number"),
    "not_a_day": _("not a date"),
    "not_yes_or_no": _("neither yes nor no"),
    "not_in_list": _("not one of the list"),
    "no_street": _("no street has this code or name"),
    "far_street": _("the street of this name lies more than 500 m away"),
    "no_number": _("no number from 1 to 9,999"),
    "long_suffix": _("more than ten signs follow the number"),
    "repeated_key": _("the same key as a row before"),
    "same_geometry": _("the same geometry as a row before"),
    "same_geometry_there": _("the same geometry as a row that is already in the target"),
}
SYSTEMS: Final[Words] = {
    "4326": _("WGS 84, degrees (EPSG:4326)"),
    "3857": _("Web Mercator, metres (EPSG:3857)"),
    "26191": _("Merchich / Nord Maroc, metres (EPSG:26191)"),
    "26192": _("Merchich / Sud Maroc, metres (EPSG:26192)"),
    "26194": _("Merchich / Sahara Nord, metres (EPSG:26194)"),
    "26195": _("Merchich / Sahara Sud, metres (EPSG:26195)"),
    "32629": _("WGS 84 / UTM zone 29 North, metres (EPSG:32629)"),
    "4261": _("Merchich, degrees (EPSG:4261)"),
}
STATED: Final[Words] = {
    "unknown": _(
        "The file names a coordinate system that is not accepted here (%(name)s). Choose the right "
        "one."
    ),
    "deprecated": _(
        "The file names Merchich / Sahara (EPSG:%(old)s), which is withdrawn. Choose EPSG:26194 or "
        "EPSG:26195, after the latitude."
    ),
    "no_datum": _(
        "The file names the zone on the datum WGS 84 instead of Merchich (%(name)s). Either only "
        "its description is wrong, or the shift of the datum was left out, which moves everything "
        "by about 315 m: compare the preview with the streets."
    ),
}
VERDICTS: Final[Words] = {
    "swapped": _("X and Y are swapped: read so, the points lie in the commune."),
    "wrong_zone": _(
        "This is the wrong zone: the points lie far from the commune. In %(system)s they lie in it."
    ),
    "wrong_system": _(
        "In this system the points lie far from the commune. In %(system)s they lie in it."
    ),
    "elsewhere": _("The points do not lie in the commune, in this system or in any other."),
}


def words_of(error: RefusedError) -> str:
    """Return why a file is refused."""
    return problem_words({"code": error.code, "detail": error.detail})


def problem_words(problem: Mapping[str, Any]) -> str:
    """Return a problem as it is kept with an import in words; nothing where there is none."""
    if not problem:
        return ""
    words = str(FILES[problem["code"]])
    return words % dict(problem.get("detail", {}))


def row_words(code: str) -> str:
    """Return what was found in a row."""
    return str(ROWS.get(code, code))


def system_words(srid: int) -> str:
    """Return the name of a coordinate reference system."""
    return str(SYSTEMS[str(srid)])


def stated_words(system: Mapping[str, Any]) -> str:
    """Return what is wrong with the system that a file names; nothing where nothing is."""
    words = STATED.get(system.get("problem", ""))
    return str(words) % {"name": system.get("name") or "?", "old": DEPRECATED} if words else ""


def verdict_words(finding: str, proposed: int, *, is_swapped: bool) -> str:
    """Return how the points fit, and what fits better."""
    if not finding:
        return ""
    words = str(VERDICTS[finding])
    if not proposed:
        return words
    words %= {"system": system_words(proposed)}
    turned = now("X and Y are swapped as well.") if is_swapped and finding != "swapped" else ""
    return f"{words} {turned}".strip()
