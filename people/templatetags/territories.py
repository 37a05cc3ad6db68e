"""Territories by their names."""

from django import template
from django.utils.translation import gettext as _

from people.territories import territory_name

register = template.Library()


@register.filter
def territory(code: str) -> str:
    """Return how a territory is called; an empty code is the whole commune."""
    return territory_name(code) if code else _("The whole commune")
