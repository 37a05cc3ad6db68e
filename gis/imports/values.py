"""From what a file says to what a column takes: pure functions, one value at a time."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from gis.imports.columns import simplified
from gis.imports.numerals import NotFiniteError, decimal

LARGEST_WHOLE: Final = 2**63 - 1
_FRENCH_DAY: Final = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_TRUE: Final = {"1", "true", "vrai", "oui", "yes", "t", "o", "y", "نعم"}
_FALSE: Final = {"0", "false", "faux", "non", "no", "f", "n", "لا"}


class UnfitError(ValueError):
    """A value does not fit; the message is a code, for which there are words."""


@dataclass(frozen=True)
class Rule:
    """What a field takes. `choices` are its values with every name that means them."""

    name: str
    kind: str = "text"
    is_required: bool = False
    longest: int = 200
    smallest: float | None = None
    largest: float | None = None
    choices: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Unfit:
    """Why a row is refused: the field, the code of the reason, and the value."""

    code: str
    field: str
    value: str


def converted(
    properties: Mapping[str, Any], matching: Mapping[str, Mapping[str, str]], rules: Sequence[Rule]
) -> tuple[dict[str, Any], list[Unfit]]:
    """Return the values of a row by field, and what does not fit.

    `matching` gives for a field its `column`, or a `value` that is the same for every row.
    """
    values: dict[str, Any] = {}
    problems: list[Unfit] = []
    for rule in rules:
        chosen = matching.get(rule.name, {})
        given = properties.get(chosen["column"]) if chosen.get("column") else chosen.get("value")
        given = chosen.get("value") if given in (None, "") else given
        try:
            values[rule.name] = fitted(given, rule)
        except UnfitError as error:
            problems.append(Unfit(str(error), rule.name, str(given or "")[:200]))
    return values, problems


def fitted(given: Any, rule: Rule) -> Any:
    """Return a value as its field takes it, None where it is missing; raises UnfitError."""
    if given is None or (isinstance(given, str) and not given.strip()):
        if rule.is_required:
            raise UnfitError("missing")
        return None
    return _FITTERS[rule.kind](given, rule)


def _text(given: Any, rule: Rule) -> str:
    text = " ".join(str(given).split()) if len(str(given)) <= rule.longest else str(given)
    if len(text) > rule.longest:
        raise UnfitError("too_long")
    return text


def _decimal(given: Any, rule: Rule) -> float:
    try:
        value = decimal(given)
    except NotFiniteError as error:
        raise UnfitError("not_finite") from error
    except (ValueError, TypeError) as error:
        raise UnfitError("not_a_number") from error
    if rule.smallest is not None and value < rule.smallest:
        raise UnfitError("too_small")
    if rule.largest is not None and value > rule.largest:
        raise UnfitError("too_large")
    return value


def _whole(given: Any, rule: Rule) -> int:
    value = _decimal(given, rule)
    if value != int(value) or abs(value) > LARGEST_WHOLE:
        raise UnfitError("not_whole")
    return int(value)


def _day(given: Any, _rule: Rule) -> str:
    text = str(given).strip()
    french = _FRENCH_DAY.fullmatch(text)
    try:
        if french:
            day, month, year = map(int, french.groups())
            return dt.date(year, month, day).isoformat()
        return dt.date.fromisoformat(text[:10]).isoformat()
    except ValueError as error:
        raise UnfitError("not_a_day") from error


def _truth(given: Any, _rule: Rule) -> bool:
    text = str(given).strip().casefold()
    if text not in _TRUE | _FALSE:
        raise UnfitError("not_yes_or_no")
    return text in _TRUE


def _choice(given: Any, rule: Rule) -> str:
    key = simplified(str(given))
    for value, names in rule.choices.items():
        if key in {simplified(each) for each in (value, *names)}:
            return value
    raise UnfitError("not_in_list")


_FITTERS: Final = {
    "text": _text,
    "decimal": _decimal,
    "whole": _whole,
    "day": _day,
    "truth": _truth,
    "choice": _choice,
}
