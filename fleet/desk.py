"""What the fleet brings to every desk: the list of vehicles, and how they are found."""

from collections.abc import Sequence

from django.db.models import Q
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from fleet.models import Vehicle
from fleet.tables import BUS_STOPS, VEHICLES
from fleet.targets import STOPS
from gis.imports import targets
from people.audit import name_actions
from people.permissions import Actor
from workspace import navigation, search, tables


def find_vehicles(_actor: Actor, text: str, limit: int) -> Sequence[search.Hit]:
    """Find vehicles by code or plate."""
    found = Vehicle.objects.filter(Q(code__matches=text) | Q(plate__matches=text))
    address = reverse("fleet:vehicles")
    return [
        search.Hit(each.code, each.get_kind_display(), f"{address}?{urlencode({'q': each.code})}")
        for each in found.order_by("code")[:limit]
    ]


tables.register(VEHICLES, BUS_STOPS)
targets.register(STOPS)
search.register(search.Provider("vehicles", _("Vehicles"), find_vehicles))
navigation.register(
    navigation.Entry("fleet:vehicles", _("Vehicles"), "city", order=30, staff=True),
    navigation.Entry("fleet:stops", _("Bus stops"), "city", order=31, staff=True),
)
name_actions(
    {
        "fleet.create_operator": _("Operator created"),
        "fleet.change_operator": _("Operator changed"),
    }
)
