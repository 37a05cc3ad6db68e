"""Capabilities by their names."""

from django import template

from people.capabilities import declared

register = template.Library()


@register.filter
def capability(code: str) -> str:
    """Return how a capability is called, or its code when no room declares it any more."""
    known = declared().get(code)
    return str(known.name) if known else code
