"""Numbers, moments and ages as people write them here: Western digits, Moroccan months."""

import datetime as dt
from decimal import Decimal
from functools import lru_cache

from babel import Locale
from babel.dates import format_date, format_datetime, format_timedelta
from babel.numbers import format_decimal
from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()

DATES = {"ar": "ar_MA", "fr": "fr_MA", "en": "en_GB"}
MARKS = {"ar": "ع"}
MOMENTS = {"ar": "d MMM y، HH:mm:ss"}
DAYS = {"ar": "d MMMM y"}
MINUTES = {"ar": "d MMM y، HH:mm"}
NUMBERS = {"ar": "ar_MA", "fr": "fr", "en": "en_GB"}

EXAMPLES = {"zero": 0, "one": 1, "two": 2, "few": 3, "many": 11, "other": 100}
"""A whole number of each category of CLDR's plural rules."""


def language() -> str:
    """Return the two letters of the reader's language."""
    return (get_language() or "fr")[:2]


def isolated(text: str) -> SafeString:
    """Return text that its surroundings cannot turn around."""
    return format_html("<bdi>{}</bdi>", text)


@register.filter
def number(value: float | None, decimals: int = 0) -> str:
    """Return a number with grouped digits, or a dash where there is none."""
    return number_words(value, decimals, language())


@lru_cache(maxsize=8192)
def number_words(value: float | None, decimals: int, language: str) -> str:
    """Return the same in a language: a page of figures holds hundreds of numbers, often alike."""
    if value is None:
        return "–"
    pattern = "#,##0." + "0" * decimals if decimals else "#,##0"
    locale = NUMBERS.get(language, NUMBERS["fr"])
    return isolated(format_decimal(value, format=pattern, locale=locale))


def whole_like(value: float, decimals: int) -> int:
    """Return a whole number behind which a word has the form that it has behind `value` as shown.

    gettext knows whole numbers alone; the reader's language decides whether 1.5 is one or many.
    """
    locale = Locale.parse(NUMBERS.get(language(), NUMBERS["fr"]))
    shown = Decimal(str(abs(value))).quantize(Decimal(1).scaleb(-decimals))
    return EXAMPLES[locale.plural_form(shown)]


@register.filter
def moment(value: dt.datetime | None) -> str:
    """Return a day and an hour of the city, or a dash."""
    return _local_words(value, MOMENTS, "d MMM y, HH:mm:ss")


@register.filter
def day(value: dt.date | None) -> str:
    """Return a day of the city's calendar with its month in letters, or a dash."""
    if isinstance(value, dt.datetime):
        value = timezone.localtime(value).date()
    return day_words(value, language())


@lru_cache(maxsize=4096)
def day_words(value: dt.date | None, language: str) -> str:
    """Return the same in a language: the tables of a page name the same days again and again."""
    if value is None:
        return "–"
    pattern = DAYS.get(language, "d MMMM y")
    return isolated(format_date(value, pattern, locale=DATES.get(language, DATES["fr"])))


def _local_words(value: dt.datetime | None, patterns: dict[str, str], usual: str) -> str:
    if value is None:
        return "–"
    here, clock = language(), timezone.localtime(value).replace(tzinfo=None)
    return _clock_words(clock, patterns.get(here, usual), DATES.get(here, DATES["fr"]))


@lru_cache(maxsize=4096)
def _clock_words(clock: dt.datetime, pattern: str, locale: str) -> SafeString:
    return isolated(format_datetime(clock, pattern, locale=locale))


@register.filter
def age(value: dt.datetime | None, now: dt.datetime | None = None) -> str:
    """Return how long ago something was, in words, or a dash."""
    if value is None:
        return "–"
    passed = value - (now or timezone.now())
    locale = DATES.get(language(), DATES["fr"])
    words = format_timedelta(
        passed, add_direction=True, threshold=1.2, format="short", locale=locale
    )
    return isolated(words)


@register.filter
def language_mark(code: str) -> str:
    """Return the few letters that stand for a language on its switch."""
    return MARKS.get(code, code.upper())


@register.filter
def minute(value: dt.datetime | None) -> str:
    """Return a day and an hour without its seconds, or a dash."""
    return _local_words(value, MINUTES, "d MMM y, HH:mm")
