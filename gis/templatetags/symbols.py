"""The marks of legends in templates."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from gis.styles import Look
from gis.symbols import FRAME, PATH, drawn

register = template.Library()


@register.simple_tag
def symbol(look: Look, geometry: str = "point") -> SafeString:
    """Return the mark of a look; the style sheet gives its colour in light and dark."""
    return format_html(FRAME, name=look.colour, path=format_html(PATH, **drawn(look, geometry)))
