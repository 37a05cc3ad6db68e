"""Words that are stored, yet read in the language of whoever reads them."""

from collections.abc import Mapping

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import get_language, override

Words = dict[str, str]
"""A text by language code."""


def in_every_language(text: "str | Promise") -> Words:
    """Return a lazy translation in each of the site's languages; plain text is the same in all."""
    words: Words = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            words[code] = str(text)
    return words


def for_reader(words: Mapping[str, str]) -> str:
    """Return stored words in the reader's language, else in the site's own."""
    language = (get_language() or settings.LANGUAGE_CODE)[:2]
    return words.get(language) or words.get(settings.LANGUAGE_CODE) or ""
