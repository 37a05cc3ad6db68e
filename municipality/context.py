"""What every page needs to know about the site."""

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, object]:
    """Return whether the city shown is a demonstration."""
    return {"is_demonstration": settings.DEMONSTRATION}
