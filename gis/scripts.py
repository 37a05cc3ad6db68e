"""Names in two scripts: the reader's language decides which one is shown."""

from django.utils.translation import get_language


def in_language(*, ar: str, fr: str) -> str:
    """Return the Arabic name to readers of Arabic and the French one to all others."""
    preferred, other = (ar, fr) if (get_language() or "").startswith("ar") else (fr, ar)
    return preferred or other
