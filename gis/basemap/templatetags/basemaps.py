"""What a map in a template needs to know of the base maps."""

import json

from django import template

from gis.basemap.offers import choice
from gis.offering import offered_layers

register = template.Library()


@register.simple_tag
def basemaps() -> str:
    """Return the base maps as JSON, for an attribute: it is escaped like any value."""
    return json.dumps(choice(), ensure_ascii=False)


@register.simple_tag
def layers_of_things() -> str:
    """Return the layers on which a request's thing is seen, with commas between them."""
    return ",".join(offered_layers())
