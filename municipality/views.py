"""Pages of the house itself: what it is, how accessible, how it treats what it knows of people."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.translation import get_language, get_language_bidi
from django.views.decorators.http import require_safe

from gis.scripts import in_language
from municipality.samples import styleguide_samples

GROUND = "#faf6ef"
"""`--ground` of tokens.css, which a manifest cannot name."""
ICONS = (("icon-192.png", "192x192", "any"), ("icon-512.png", "512x512", "maskable"))


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Say what this system is and who runs it."""
    return render(request, "pages/about.html", {"contact": settings.CONTACT_EMAIL})


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """State how far the pages conform to WCAG 2.2, and whom to tell of a barrier."""
    return render(request, "pages/accessibility.html", {"contact": settings.CONTACT_EMAIL})


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Say what is kept of a person, why, how long, and what they may ask (law 09-08)."""
    return render(request, "pages/privacy.html", {"contact": settings.CONTACT_EMAIL})


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """Show every component in both directions."""
    return render(request, "pages/styleguide.html", styleguide_samples())


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """Return what a phone needs to put the site among its applications."""
    name = in_language(ar=settings.COMMUNE_AR, fr=settings.COMMUNE_FR)
    content = {
        "name": name,
        "short_name": name,
        "lang": get_language(),
        "dir": "rtl" if get_language_bidi() else "ltr",
        "start_url": "/",
        "display": "standalone",
        "background_color": GROUND,
        "theme_color": GROUND,
        "icons": [
            {"src": static(f"municipality/{file}"), "sizes": sizes, "purpose": purpose}
            for file, sizes, purpose in ICONS
        ],
    }
    return JsonResponse(content, content_type="application/manifest+json")
