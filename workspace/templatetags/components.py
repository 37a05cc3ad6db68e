"""Components of the pages that a template partial alone cannot express."""

from typing import Final

from django import template
from django.forms import BoundField
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

ICONS: Final = {
    "alarm": "M12 3 1.5 21h21L12 3Zm-1 7h2v5h-2v-5Zm0 7h2v2h-2v-2Z",
    "area": (
        "M12 2.500 21.500 9.500 18 21H6L2.500 9.500 12 2.500Zm0 2.500L4.900 10.300 7.500 "
        "19h9l2.600-8.700L12 5Z"
    ),
    "bell": (
        "M12 2a6 6 0 0 0-6 6v5l-2 3v1h16v-1l-2-3V8a6 6 0 0 0-6-6Zm-2.5 17a2.5 2.5 0 0 0 5 0h-5Z"
    ),
    "box": "M3 5h18v14H3V5Zm2 2v10h14V7H5Z",
    "calendar": "M7 2h2v2h6V2h2v2h4v17H3V4h4V2ZM5 10v9h14v-9H5Zm0-4v2h14V6H5Z",
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
    "inbox": "M4 4h16l2 10v6H2v-6L4 4Zm1.6 2L4.2 13H9a3 3 0 0 0 6 0h4.800L18.4 6H5.6Z",
    "info": "M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20Zm-1 8h2v7h-2v-7Zm0-3.5h2v2h-2v-2Z",
    "layers": (
        "M12 2.500 22 8l-10 5.500L2 8l10-5.500ZM4.500 11 12 15.200 19.500 11 22 12.400 12 "
        "18 2 12.400 4.500 11Zm0 4.500 7.500 4.200 7.500-4.200 2.500 1.400L12 22.500 2 "
        "16.900l2.500-1.400Z"
    ),
    "link": (
        "M10 7H7a5 5 0 0 0 0 10h3v-2H7a3 3 0 0 1 0-6h3V7Zm4 0v2h3a3 3 0 0 1 0 6h-3v2h3a5 5 "
        "0 0 0 0-10h-3Zm-6 4h8v2H8v-2Z"
    ),
    "list": (
        "M3 5h3v3H3V5Zm5 .5h13v2H8v-2ZM3 10.500h3v3H3v-3Zm5 .5h13v2H8v-2ZM3 16h3v3H3v-3Zm5 "
        ".5h13v2H8v-2Z"
    ),
    "menu": "M3 6h18v2H3V6Zm0 5h18v2H3v-2Zm0 5h18v2H3v-2Z",
    "person": "M12 2.5a5 5 0 1 1 0 10 5 5 0 0 1 0-10ZM3 21c0-4 4-6.5 9-6.5s9 2.5 9 6.5v.5H3V21Z",
    "pin": (
        "M12 2a7 7 0 0 1 7 7c0 5-7 13-7 13S5 14 5 9a7 7 0 0 1 7-7Zm0 4.500a2.500 2.500 0 1 "
        "0 0 5 2.500 2.500 0 0 0 0-5Z"
    ),
    "print": (
        "M6 2h12v5h3v10h-3v5H6v-5H3V7h3V2Zm2 2v3h8V4H8Zm0 11v5h8v-5H8ZM5 9v6h1v-2h12v2h1V9H5Z"
    ),
    "ruler": (
        "M16 2 22 8 8 22 2 16 16 2Zm0 2.800L4.800 16 8 19.200l1-1-2-2 1.400-1.400 2 2 "
        "1.100-1.100-1.500-1.500 1.400-1.400 1.500 1.500 1.100-1.100-2-2 1.400-1.400 2 2 "
        "1.100-1.100-1.500-1.500 1.400-1.400 1.500 1.500L19.200 8 16 4.800Z"
    ),
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
