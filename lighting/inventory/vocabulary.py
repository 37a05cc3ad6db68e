"""What inventories call their lamps and their equipment, in Spanish, French, English and Arabic.

Pure: no Django, no database.
"""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from lighting.enums import ControlKind, LampType

PLACEHOLDERS = frozenset(
    {"-", "--", "---", "–", "—", "?", "??", "???", ".", "/", "n/a", "na", "nd", "s/d", "s/n"}
)
"""What people type into a cell for which they have nothing, in lower case."""

EXACT = {
    LampType.LED: ("led", "leds", "lampe led", "lampara led", "ليد"),
    LampType.SODIUM: (
        "vapor de sodio",
        "sodio",
        "sodio alta presion",
        "vapeur de sodium",
        "sodium",
        "sodium haute pression",
        "high pressure sodium",
        "hps",
        "shp",
        "sap",
        "vsap",
        "صوديوم",
    ),
    LampType.MERCURY: (
        "vapor de mercurio",
        "mercurio",
        "vapeur de mercure",
        "mercure",
        "mercury vapour",
        "mercury",
        "زيبق",
    ),
    LampType.METAL_HALIDE: (
        "mercurio halogenado",
        "haluro metalico",
        "halogenuros metalicos",
        "iodures metalliques",
        "halogenures metalliques",
        "metal halide",
    ),
    LampType.FLUORESCENT: (
        "bajo consumo",
        "tubo fluorescente",
        "fluorescente",
        "basse consommation",
        "fluorescent",
        "tube fluorescent",
        "fluocompacte",
        "cfl",
        "فلوري",
    ),
    LampType.INCANDESCENT: ("incandescente", "incandescent", "incandescence", "متوهج"),
}
"""Names that say no more and no less than the kind of lamp, spelled as `key` spells: no hamza."""

LOOSE = {
    LampType.LED: r"\bleds?\b",
    LampType.SODIUM: r"\bsodi(?:o|um)\b|\bhps\b|\bshp\b|صوديوم",
    LampType.METAL_HALIDE: r"\bhal(?:uro|ogenur|ogenad|ide)|\biodure",
    LampType.MERCURY: r"\bmercur|\bmezcladora\b|\bluz mezcla\b|\blumiere mixte\b|\bblended\b|زيبق",
    LampType.FLUORESCENT: r"\bbajo consumo\b|\bbasse consommation\b|\bfluo|\bcfl\b|فلوري",
    LampType.INCANDESCENT: r"\bincandescen|\bhalogene?a?\b|متوهج",
}
"""Words that lead to a kind of lamp in a longer name; a blended lamp (mezcladora) burns mercury."""

EQUIPMENT = {
    ControlKind.CABINET: r"^(?:gabinete|tablero|armoire|coffret|cabinet|خزانة)\b",
    ControlKind.PHOTOCELL: r"^(?:fotocelula|fotocontrol|photocell|cellule photo|خلية ضويية)",
    ControlKind.BREAKER: r"^(?:llaves? termicas?|termomagnetica|disjoncteur|circuit breaker|قاطع)",
}
METER = re.compile(r"\b(?:medidor|compteur|meter|عداد)\W+(\d[\w-]{0,30})", re.IGNORECASE)

USUAL_POWER_W = {
    LampType.LED: (5, 400),
    LampType.SODIUM: (35, 1000),
    LampType.MERCURY: (50, 1000),
    LampType.METAL_HALIDE: (20, 2000),
    LampType.FLUORESCENT: (4, 125),
    LampType.INCANDESCENT: (15, 500),
    LampType.UNKNOWN: (1, 2000),
}
"""Rated power, in watts, between which lamps of a kind are sold for streets."""


class Named(NamedTuple):
    """What a text names: equipment with its meter, or a lamp; `is_exact` when nothing was lost."""

    lamp_type: LampType
    is_exact: bool = True
    equipment: ControlKind | None = None
    meter_number: str = ""


def key(text: str) -> str:
    """Return a text without accents and case, as the vocabulary is written."""
    letters = (c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join("".join(letters).casefold().split())


BY_NAME = {key(name): kind for kind, names in EXACT.items() for name in names}


@lru_cache(maxsize=10_000)
def read_name(text: str) -> Named:
    """Tell what a text names; a text that names two kinds of lamp, or none, is unknown."""
    name = key(text)
    for kind, pattern in EQUIPMENT.items():
        if re.search(pattern, name):
            meter = METER.search(text)
            return Named(LampType.UNKNOWN, equipment=kind, meter_number=meter[1] if meter else "")
    if name in BY_NAME:
        return Named(BY_NAME[name])
    kinds = {kind for kind, pattern in LOOSE.items() if re.search(pattern, name)}
    if LampType.METAL_HALIDE in kinds:  # "mercurio halogenado" names its mercury too
        kinds.discard(LampType.MERCURY)
    return Named(kinds.pop() if len(kinds) == 1 else LampType.UNKNOWN, is_exact=False)
