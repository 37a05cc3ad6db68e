"""What the territory brings to every desk: the list of streets, and how they are found."""

from collections.abc import Sequence

from django.db.models import Q
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from gis.models import Street
from gis.tables import STREETS, without_shapes
from people.permissions import Actor
from workspace import navigation, search, tables


def find_streets(_actor: Actor, text: str, limit: int) -> Sequence[search.Hit]:
    """Find streets by either of their names, however it is spelt."""
    named = Street.objects.filter(Q(name_ar__matches=text) | Q(name_fr__matches=text))
    found = without_shapes(named).order_by("name_fr", "pk")
    address = reverse("streets:streets")
    return [
        search.Hit(each.name, str(each.territory or ""), f"{address}?{urlencode({'q': each.name})}")
        for each in found[:limit]
    ]


tables.register(STREETS)
search.register(search.Provider("streets", _("Streets"), find_streets))
navigation.register(navigation.Entry("streets:streets", _("Streets"), "city", order=50, staff=True))
