"""Numbers, moments and ages as people write them here: Western digits, Moroccan months."""

import datetime as dt
from functools import lru_cache

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


def chosen(locales: dict[str, str]) -> str:
    """Return the locale of the reader's language."""
    return locales.get((get_language() or "fr")[:2], locales["fr"])


def isolated(text: str) -> SafeString:
    """Return text that its surroundings cannot turn around."""
    return format_html("<bdi>{}</bdi>", text)


@register.filter
def number(value: float | None, decimals: int = 0) -> str:
    """Return a number with grouped digits, or a dash where there is none."""
    if value is None:
        return "–"
    return _number_words(value, decimals, chosen(NUMBERS))


@lru_cache(maxsize=8192)
def _number_words(value: float, decimals: int, locale: str) -> SafeString:
    """Remember what was written lately: a page of figures holds hundreds of numbers."""
    pattern = "#,##0." + "0" * decimals if decimals else "#,##0"
    return isolated(format_decimal(value, format=pattern, locale=locale))


@register.filter
def moment(value: dt.datetime | None) -> str:
    """Return a day and an hour of the city, or a dash."""
    if value is None:
        return "–"
    local = timezone.localtime(value)
    pattern = MOMENTS.get((get_language() or "")[:2], "d MMM y, HH:mm:ss")
    return isolated(format_datetime(local, pattern, locale=chosen(DATES)))


@register.filter
def day(value: dt.date | None) -> str:
    """Return a day of the city's calendar with its month in letters, or a dash."""
    if value is None:
        return "–"
    if isinstance(value, dt.datetime):
        value = timezone.localtime(value).date()
    return _day_words(value, DAYS.get((get_language() or "")[:2], "d MMMM y"), chosen(DATES))


@lru_cache(maxsize=4096)
def _day_words(value: dt.date, pattern: str, locale: str) -> SafeString:
    return isolated(format_date(value, pattern, locale=locale))


@register.filter
def age(value: dt.datetime | None, now: dt.datetime | None = None) -> str:
    """Return how long ago something was, in words, or a dash."""
    if value is None:
        return "–"
    passed = value - (now or timezone.now())
    words = format_timedelta(
        passed, add_direction=True, threshold=1.2, format="short", locale=chosen(DATES)
    )
    return isolated(words)


@register.filter
def language_mark(code: str) -> str:
    """Return the few letters that stand for a language on its switch."""
    return MARKS.get(code, code.upper())


@register.filter
def minute(value: dt.datetime | None) -> str:
    """Return a day and an hour without its seconds, or a dash."""
    if value is None:
        return "–"
    local = timezone.localtime(value)
    pattern = MINUTES.get((get_language() or "")[:2], "d MMM y, HH:mm")
    return isolated(format_datetime(local, pattern, locale=chosen(DATES)))
