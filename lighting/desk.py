"""What the lighting brings to every desk: its lists, and how lamps and cabinets are found."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from gis.tables import without_shapes
from lighting.models import Cabinet, Lamp
from lighting.tables import CABINETS, LAMPS
from people.permissions import Actor
from workspace import navigation, search, tables


def find_lamps(_actor: Actor, text: str, limit: int) -> Sequence[search.Hit]:
    """Find lamps by their code."""
    found = Lamp.objects.filter(code__matches=text).select_related("street")
    return [
        _hit(each, "lighting:lamps", str(each.street or ""))
        for each in found.order_by("code")[:limit]
    ]


def find_cabinets(_actor: Actor, text: str, limit: int) -> Sequence[search.Hit]:
    """Find cabinets by their code."""
    found = without_shapes(Cabinet.objects.filter(code__matches=text))
    return [
        _hit(each, "lighting:cabinets", str(each.territory or ""))
        for each in found.order_by("code")[:limit]
    ]


def _hit(asset: Lamp | Cabinet, view_name: str, detail: str) -> search.Hit:
    return search.Hit(asset.code, detail, f"{reverse(view_name)}?{urlencode({'q': asset.code})}")


tables.register(LAMPS, CABINETS)
search.register(search.Provider("lamps", _("Lamps"), find_lamps))
search.register(search.Provider("cabinets", _("Cabinets"), find_cabinets))
navigation.register(
    navigation.Entry("lighting:lamps", _("Lamps"), "city", order=40, staff=True),
    navigation.Entry("lighting:cabinets", _("Cabinets"), "city", order=41, staff=True),
)
