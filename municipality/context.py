"""What every page needs to know about the site."""

from django.conf import settings
from django.http import HttpRequest

from gis.scripts import in_language


def site(request: HttpRequest) -> dict[str, object]:
    """Return the commune's name, and whether the city shown is a demonstration."""
    return {
        "commune": in_language(ar=settings.COMMUNE_AR, fr=settings.COMMUNE_FR),
        "is_demonstration": settings.DEMONSTRATION,
    }
