"""Components of the pages that a template partial alone cannot express."""

from typing import Final

from django import template
from django.forms import BoundField
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

ICONS: Final = {
    "alarm": "M12 3 1.5 21h21L12 3Zm-1 7h2v5h-2v-5Zm0 7h2v2h-2v-2Z",
    "bell": (
        "M12 2a6 6 0 0 0-6 6v5l-2 3v1h16v-1l-2-3V8a6 6 0 0 0-6-6Zm-2.5 17a2.5 2.5 0 0 0 5 0h-5Z"
    ),
    "check": "m9.5 18.2-6-6 1.5-1.5 4.5 4.5 9.5-9.5 1.5 1.5-11 11Z",
    "chevron": "m9 5 7 7-7 7-1.5-1.5L13 12 7.5 6.5 9 5Z",
    "close": (
        "m6.4 5 5.6 5.6L17.6 5 19 6.4 13.4 12l5.6 5.6-1.4 1.4-5.6-5.6L6.4 19 5 17.6"
        "l5.6-5.6L5 6.4 6.4 5Z"
    ),
    "document": "M6 2h8l5 5v15H6V2Zm7 1.5V8h4.5L13 3.5ZM9 12h7v1.5H9V12Zm0 4h7v1.5H9V16Z",
    "download": "M11 3h2v9l3.5-3.5L18 10l-6 6-6-6 1.5-1.5L11 12V3ZM4 19h16v2H4v-2Z",
    "help": (
        "M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20Zm-1 14h2v2h-2v-2Zm1-10a4 4 0 0 1 1.5 7.7"
        "V15h-2v-2.5c2-.3 2.5-1.2 2.5-2.5a2 2 0 0 0-4 0H8a4 4 0 0 1 4-4Z"
    ),
    "info": "M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20Zm-1 8h2v7h-2v-7Zm0-3.5h2v2h-2v-2Z",
    "inbox": "M4 4h16l2 10v6H2v-6L4 4Zm1.6 2L4.2 13H9a3 3 0 0 0 6 0h4.800L18.4 6H5.6Z",
    "menu": "M3 6h18v2H3V6Zm0 5h18v2H3v-2Zm0 5h18v2H3v-2Z",
    "person": "M12 2.5a5 5 0 1 1 0 10 5 5 0 0 1 0-10ZM3 21c0-4 4-6.5 9-6.5s9 2.5 9 6.5v.5H3V21Z",
    "search": (
        "M10 3a7 7 0 0 1 5.6 11.2l5.4 5.4-1.4 1.4-5.4-5.4A7 7 0 1 1 10 3Zm0 2"
        "a5 5 0 1 0 0 10 5 5 0 0 0 0-10Z"
    ),
    "upload": "M11 17V7.5L7.5 11 6 9.5l6-6 6 6-1.5 1.5L13 7.5V17h-2ZM4 19h16v2H4v-2Z",
}
"""Outlines on a square of 24 by 24, filled with the colour of the text around them."""

GROUPED: Final = {"checkboxselectmultiple", "radioselect"}


@register.simple_tag
def icon(name: str, css_class: str = "") -> SafeString:
    """Return a drawing that says nothing to a screen reader: the words stand beside it.

    A name that is not in `ICONS` raises a KeyError.
    """
    return format_html(
        '<svg class="icon {}" viewBox="0 0 24 24" aria-hidden="true"><path d="{}" /></svg>',
        css_class,
        mark_safe(ICONS[name]),  # noqa: S308 - one of the outlines above
    )


@register.filter
def kind_of_field(field: BoundField) -> str:
    """Return how a field is laid out: "tick", "group", "file" or "line"."""
    if field.widget_type == "checkbox":
        return "tick"
    if field.widget_type in GROUPED:
        return "group"
    return "file" if "file" in field.widget_type else "line"
