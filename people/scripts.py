"""Names in three languages: the reader's decides which one is shown."""

from django.utils.translation import get_language


def named(*, ar: str, fr: str, en: str = "") -> str:
    """Return the name in the reader's language, or in the nearest one that there is."""
    language = (get_language() or "")[:2]
    if language == "ar":
        return ar or fr or en
    return (en or fr or ar) if language == "en" else (fr or ar or en)
