"""Tiles over HTTP."""

from hashlib import blake2b

from django.contrib.auth.models import AnonymousUser
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBadRequest,
    HttpResponseNotModified,
)
from django.utils.cache import patch_cache_control
from django.utils.http import parse_etags
from django.views.decorators.http import require_safe

from gis.days import day_of
from gis.layers import MAX_ZOOM, Layer, find
from gis.tiles import draw

MOST_LAYERS = 6
FRESH_S = 1
"""A committed change is on every map within a second; what did not change is answered with 304."""
MVT = "application/vnd.mapbox-vector-tile"


@require_safe
def tile(request: HttpRequest, names: str, z: int, x: int, y: int) -> HttpResponse:
    """Return a tile of one layer, or of several named with commas between them.

    `?on=YYYY-MM-DD` asks for another day, of the layers that know the past.
    """
    layers = layers_named(names)
    is_same_for_all = all(layer.is_same_for_all for layer in layers)
    reader = AnonymousUser() if is_same_for_all else request.user
    if not all(layer.is_open_to(reader) for layer in layers):
        raise Http404
    if z > MAX_ZOOM or x >= 1 << z or y >= 1 << z:
        raise Http404
    try:
        on = day_of(request.GET.get("on", ""))
    except ValueError:
        return HttpResponseBadRequest("on: YYYY-MM-DD", content_type="text/plain")
    content = draw(layers, z, x, y, reader, on)
    etag = f'"{blake2b(content, digest_size=12).hexdigest()}"'
    response: HttpResponse
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        response = HttpResponseNotModified()
    else:
        response = HttpResponse(content, content_type=MVT, status=200 if content else 204)
    response["ETag"] = etag
    if is_same_for_all:
        patch_cache_control(response, public=True, max_age=FRESH_S, must_revalidate=True)
    else:
        patch_cache_control(response, private=True, no_cache=True)
    return response


def layers_named(names: str) -> tuple[Layer, ...]:
    """Return the layers of a list of names; raise `Http404` when one is unknown or repeated."""
    listed = names.split(",")
    found = [layer for name in listed if (layer := find(name))]
    if len(listed) > MOST_LAYERS or len(set(found)) != len(listed):
        raise Http404
    return tuple(found)
