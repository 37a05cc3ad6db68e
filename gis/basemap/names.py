"""A thing's name in each script, from the tags of OpenStreetMap.

In Morocco `name` often holds the same name two or three times over, in Latin, Arabic and Tifinagh
letters one after the other: what is missing in `name:ar` or `name:fr` is taken from there.
"""

import re
import unicodedata
from collections.abc import Mapping

LONGEST = 120
LANGUAGES = ("ar", "fr", "en")
ARABIC = "\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufeff"
LATIN = "A-Za-z\u00c0-\u024f\u1e00-\u1eff"
TIFINAGH = "\u2d30-\u2d7f"
LETTER = re.compile(f"[{ARABIC}]|[{LATIN}]|[{TIFINAGH}]")
EDGES = " \t-–—/|,;،؛"


def clean(text: str) -> str:
    """Return a name as one line without control characters, cut where no sign would hold it."""
    plain = "".join(" " if unicodedata.category(sign)[0] in "CZ" else sign for sign in text)
    return " ".join(plain.split())[:LONGEST]


def script_of(sign: str) -> str:
    """Return the script of a letter, or nothing for what belongs to none."""
    if not LETTER.match(sign):
        return ""
    if re.match(f"[{ARABIC}]", sign):
        return "ar"
    return "fr" if re.match(f"[{LATIN}]", sign) else "zgh"


def by_script(name: str) -> dict[str, str]:
    """Return the stretches of a name that mixes scripts, by script; nothing when it has but one."""
    stretches: list[tuple[str, str]] = []
    for word in name.split():
        script = next(filter(None, map(script_of, word)), "")
        if stretches and script in ("", stretches[-1][0]):
            stretches[-1] = (stretches[-1][0], f"{stretches[-1][1]} {word}")
        else:
            stretches.append((script, word))
    scripts = [script for script, _ in stretches if script]
    if len(scripts) < 2 or len(set(scripts)) != len(scripts):
        return {}
    return {script: text.strip(EDGES) for script, text in stretches if script}


def names_of(tags: Mapping[str, str]) -> dict[str, str]:
    """Return `name` and, where they say something else, `name:ar`, `name:fr` and `name:en`.

    Whoever reads French gets the English name rather than one in letters that they cannot read.
    """
    name = clean(tags.get("name", ""))
    told = {lang: clean(tags.get(f"name:{lang}", "")) for lang in LANGUAGES}
    parts = by_script(name)
    for lang in ("ar", "fr"):
        told[lang] = told[lang] or parts.get(lang, "")
    if name and "fr" not in map(script_of, name):
        told["fr"] = told["fr"] or told["en"]
    name = name or next(filter(None, told.values()), "")
    if not name:
        return {}
    return {"name": name, **{f"name:{k}": v for k, v in told.items() if v and v != name}}
