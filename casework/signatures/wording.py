"""Dates and names as a document says them, in the language of the document."""

import datetime as dt
from typing import Final

from babel.dates import format_date, format_datetime
from django.conf import settings
from django.utils import timezone

LOCALES: Final = {"ar": "ar_MA", "fr": "fr_MA", "en": "en_GB"}
MOMENTS: Final = {"ar": "d MMMM y، HH:mm", "fr": "d MMMM y, HH:mm", "en": "d MMMM y, HH:mm"}


def day_words(value: dt.date, language: str) -> str:
    """Return a date with the Moroccan name of its month, as in 22 نونبر 2026."""
    return format_date(value, "d MMMM y", locale=LOCALES.get(language, "fr_MA"))


def moment_words(value: dt.datetime, language: str) -> str:
    """Return a date and the hour of the city."""
    local = timezone.localtime(value)
    pattern = MOMENTS.get(language, MOMENTS["fr"])
    return format_datetime(local, pattern, locale=LOCALES.get(language, "fr_MA"))


def commune_name(language: str) -> str:
    """Return the name of the commune."""
    return str(settings.COMMUNE_AR if language == "ar" else settings.COMMUNE_FR)


def in_words_of(language: str, *, ar: str, fr: str) -> str:
    """Return the name in the script of a language, or the other one where there is none."""
    return (ar or fr) if language == "ar" else (fr or ar)
