"""What the territory brings to every desk: its lists, and how streets and places are found."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from gis.declarations import MANAGE
from gis.finding import find_places
from gis.place_tables import SERVICE_POINTS
from gis.tables import ADDRESSES, STREETS
from people.permissions import Actor
from workspace import navigation, search, tables


def find_streets(actor: Actor, text: str, limit: int) -> Sequence[search.Hit]:
    """Find streets by either of their names, however it is spelt."""
    address = reverse("streets:streets")
    return [
        search.Hit(each.label, each.detail, f"{address}?{urlencode({'q': each.label})}")
        for each in find_places(actor=actor, text=text, limit=limit, kinds=("street",))
    ]


def find_service_points(actor: Actor, text: str, limit: int) -> Sequence[search.Hit]:
    """Find places of the directory by either of their names, however it is spelt."""
    return [
        search.Hit(
            each.label, f"{each.title} · {each.detail}", reverse("places:place", args=[each.ref])
        )
        for each in find_places(actor=actor, text=text, limit=limit, kinds=("service",))
    ]


tables.register(STREETS, ADDRESSES, SERVICE_POINTS)
search.register(search.Provider("streets", _("Streets"), find_streets))
search.register(search.Provider("places", _("Places and services"), find_service_points))
navigation.register(
    navigation.Entry("places:places", _("Places and services"), "city", order=45),
    navigation.Entry("streets:streets", _("Streets"), "city", order=50, staff=True),
    navigation.Entry(
        "places:manage", _("Directory of places"), "city", order=51, capability=MANAGE
    ),
)
