"""What every page needs to know about the site."""

from django.conf import settings
from django.core.cache import cache
from django.db import Error
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from casework.models import Case
from demo.models import LoadedCity
from fleet.models import Vehicle
from gis.scripts import in_language
from municipality.menu import KEYS, menu_for
from telemetry.models import Device

FRESH_S = 60


def site(request: HttpRequest) -> dict[str, object]:
    """Return the commune's name, whether what is shown is partly invented, and the menu."""
    return {
        "commune": in_language(ar=settings.COMMUNE_AR, fr=settings.COMMUNE_FR),
        "is_demonstration": settings.DEMONSTRATION or _holds_simulated(),
        "keys": KEYS,
        "menu": SimpleLazyObject(lambda: menu_for(request)),
    }


def _holds_simulated() -> bool:
    """Tell whether the database holds anything invented, as it did within the last minute."""
    try:
        return bool(cache.get_or_set("site:simulated", _find_simulated, FRESH_S))
    except Error:  # a page that needs no database is shown without one
        return False


def _find_simulated() -> bool:
    invented = LoadedCity.objects.order_by().values("pk")
    for model in (Device, Vehicle, Case):
        rows = model.objects.order_by().filter(is_simulated=True)
        invented = invented.union(rows.values("pk"), all=True)
    return invented.exists()
