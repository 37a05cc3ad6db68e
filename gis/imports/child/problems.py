"""Why a file, or one row of it, is not taken: codes, for which `gis.imports.wording` has words."""

from enum import StrEnum
from typing import Any


class Code(StrEnum):
    """Reasons that concern a whole file or layer."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    UNKNOWN_TYPE = "unknown_type"
    NOT_WHAT_IT_SAYS = "not_what_it_says"
    DAMAGED = "damaged"
    BOMB = "bomb"
    UNSAFE_PATH = "unsafe_path"
    LINK = "link"
    NESTED = "nested"
    ENCRYPTED = "encrypted"
    TOO_MANY_MEMBERS = "too_many_members"
    NO_SHAPEFILE = "no_shapefile"
    MISSING_PART = "missing_part"
    SEVERAL_KML = "several_kml"
    ENTITIES = "entities"
    NOT_GEODATA = "not_geodata"
    TOO_DEEP = "too_deep"
    NO_LAYER = "no_layer"
    NO_ROWS = "no_rows"
    NO_COORDINATES = "no_coordinates"
    NOT_TEXT = "not_text"
    TOO_MANY_COLUMNS = "too_many_columns"
    TOO_MANY_ROWS = "too_many_rows"
    VALUE_TOO_LONG = "value_too_long"
    UNKNOWN_COLUMN = "unknown_column"
    UNKNOWN_LAYER = "unknown_layer"
    WRONG_ENCODING = "wrong_encoding"
    TOO_HEAVY = "too_heavy"
    TOO_SLOW = "too_slow"
    BROKEN_OFF = "broken_off"


class RowCode(StrEnum):
    """Reasons that concern one row, found while it is read."""

    NO_PLACE = "no_place"
    NOT_A_NUMBER = "not_a_number"
    NOT_FINITE = "not_finite"
    BROKEN_GEOMETRY = "broken_geometry"


class RefusedError(Exception):
    """The file is not taken; `detail` fills the words of the reason.

    `peak_bytes` is the most memory that was held until then, where a process of its own found it.
    """

    peak_bytes = 0

    def __init__(self, code: Code, **detail: Any) -> None:
        super().__init__(code.value)
        self.code = code
        self.detail = detail
