"""The API over HTTP: JSON for programs, the same as pages for people."""

import functools
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any, Final

import orjson
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gis.layers import MAX_ZOOM, Layer, find, open_to
from gis.ogc import documents, openapi
from gis.ogc.crs import Crs, crs_of
from gis.ogc.documents import GEOJSON, HTML, JSON, MATRIX_SET, OPENAPI, SCHEMA, Document, Site
from gis.ogc.errors import RefusedError
from gis.ogc.features import OPTIONS, as_json, read_feature, read_page, read_request
from gis.ogc.parameters import single
from gis.privacy import seen_by
from gis.views import tile as draw_tile

ACCEPTED: Final = {
    HTML: "html",
    JSON: "json",
    GEOJSON: "json",
    SCHEMA: "json",
    OPENAPI.partition(";")[0]: "json",
}
View = Callable[..., HttpResponse]


def answering(view: View) -> View:
    """Let programs of other sites read the answer, and say what was refused in their form."""

    @require_safe
    @functools.wraps(view)
    def answer(request: HttpRequest, *args: Any, **more: Any) -> HttpResponse:
        try:
            response = view(request, *args, **more)
        except RefusedError as refused:
            response = _refusal(request, refused)
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = "Content-Crs, Link"
        patch_vary_headers(response, ("Accept", "Accept-Language"))
        return response

    return answer


def _refusal(request: HttpRequest, refused: RefusedError) -> HttpResponse:
    if _wants_page(request):
        context = {"refused": refused}
        return render(request, "gis/ogc/refused.html", context, status=refused.status)
    return HttpResponse(orjson.dumps(refused.document), JSON, refused.status)


def _wants_page(request: HttpRequest) -> bool:
    try:
        return form_of(request) == "html"
    except RefusedError:
        return False


def form_of(request: HttpRequest) -> str:
    """Return "json" or "html", by `f`, else by what the reader prefers. Raises RefusedError."""
    asked = request.GET.get("f")
    if asked is not None:
        if asked not in {"json", "html"}:
            raise RefusedError(_("“f” must be json or html."))
        return asked
    preferred = request.get_preferred_type([JSON, *ACCEPTED])
    if preferred is None:
        raise RefusedError(_("There are only JSON and HTML here."), HTTPStatus.NOT_ACCEPTABLE)
    return ACCEPTED[preferred]


def site_of(request: HttpRequest) -> Site:
    """Return where the API stands for whoever asks."""
    return Site(request.build_absolute_uri, request.user)


def layers_of(request: HttpRequest) -> tuple[Layer, ...]:
    """Return the layers that the reader may see, as they may see them."""
    return tuple(seen_by(each, request.user) for each in open_to(request.user))


def layer_named(request: HttpRequest, name: str) -> Layer:
    """Return a layer that the reader may see. Raises RefusedError."""
    layer = find(name)
    if layer is None or not layer.is_listed or not layer.is_open_to(request.user):
        raise RefusedError(_("There is no such collection."), HTTPStatus.NOT_FOUND)
    return seen_by(layer, request.user)


def written(
    request: HttpRequest, document: Document, *, page: str, kind: str = JSON, **context: Any
) -> HttpResponse:
    """Return a document as JSON, or as the page of the same content."""
    if form_of(request) == "html":
        shown = {"document": document, "example": _tiles(request, context.get("layer"))} | context
        return render(request, f"gis/ogc/{page}.html", shown)
    content = orjson.dumps(document, default=as_json)
    return HttpResponse(content, kind)


def _tiles(request: HttpRequest, layer: Layer | None) -> str:
    """Return the address of a layer's tiles for other programs."""
    if layer is None:
        return ""
    return request.build_absolute_uri("/tiles/") + layer.name + "/{z}/{x}/{y}.mvt"


def _strictly(request: HttpRequest, *known: str) -> dict[str, str]:
    return single(request.GET, ("f", *known))


@answering
def landing(request: HttpRequest) -> HttpResponse:
    """Begin here."""
    _strictly(request)
    return written(
        request,
        documents.landing(site_of(request), form_of(request)),
        page="landing",
        layers=layers_of(request),
    )


@answering
def api(request: HttpRequest) -> HttpResponse:
    """Define the interface for programs, and tell people how to use it."""
    _strictly(request)
    layers = layers_of(request)
    definition = openapi.definition(site_of(request), layers)
    start = site_of(request).url("landing")
    examples = {
        "start": start,
        "gdal": f"ogr2ogr lamps.gpkg OAPIF:{start} lamps",
        "items": f"{start}collections/lamps/items?bbox=-8.02,31.62,-7.98,31.65"
        "&filter=state='faulty'&limit=500",
    }
    return written(request, definition, page="api", kind=OPENAPI, layers=layers, examples=examples)


@answering
def conformance(request: HttpRequest) -> HttpResponse:
    """List the classes of the standards that are kept."""
    _strictly(request)
    document = documents.conformance(site_of(request), form_of(request))
    return written(request, document, page="conformance")


@answering
def collections(request: HttpRequest) -> HttpResponse:
    """List the collections."""
    _strictly(request)
    layers = layers_of(request)
    document = documents.collections(site_of(request), layers, form_of(request))
    return written(request, document, page="collections", layers=layers)


@answering
def collection(request: HttpRequest, name: str) -> HttpResponse:
    """Describe a collection."""
    _strictly(request)
    layer = layer_named(request, name)
    document = documents.collection(site_of(request), layer, form_of(request))
    return written(request, document, page="collection", layer=layer)


@answering
def queryables(request: HttpRequest, name: str) -> HttpResponse:
    """Describe what a collection can be filtered by."""
    _strictly(request)
    layer = layer_named(request, name)
    document = documents.queryables(site_of(request), layer, form_of(request))
    return written(request, document, page="queryables", kind=SCHEMA, layer=layer)


@answering
def items(request: HttpRequest, name: str) -> HttpResponse:
    """Give a page of features."""
    layer = layer_named(request, name)
    asked = single(request.GET, (*OPTIONS, *(each.name for each in layer.properties)))
    wanted = read_request(layer, request.user, asked)
    page, form = read_page(wanted), form_of(request)
    document = {
        "type": "FeatureCollection",
        "features": page.features,
        "numberMatched": page.matched,
        "numberReturned": len(page.features),
        "timeStamp": datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        "links": _page_links(request, layer, form, page.next_after),
    }
    ways = {
        "as_json": _changed(request, f="json"),
        "on": page.next_after and _changed(request, after=str(page.next_after)),
    }
    response = written(
        request, document, page="items", kind=GEOJSON, layer=layer, heads=_heads(layer), **ways
    )
    return _located(response, wanted.crs)


def _heads(layer: Layer) -> Iterable[tuple[str, str]]:
    return [(each.name, str(each.title)) for each in layer.properties]


def _changed(request: HttpRequest, **changes: str) -> str:
    """Return the query of a request with some of its parameters changed."""
    query = request.GET.copy()
    for each, value in changes.items():
        query[each] = value
    return f"?{query.urlencode()}"


def _page_links(
    request: HttpRequest, layer: Layer, form: str, next_after: int | None
) -> list[Document]:
    site, kinds = site_of(request), {"json": GEOJSON, "html": HTML}
    links = [
        site.link(
            "self" if each == form else "alternate",
            kind,
            str(layer.title),
            site.url("items", layer.name, query=_changed(request, f=each)),
        )
        for each, kind in kinds.items()
    ]
    links.append(
        site.link("collection", JSON, str(layer.title), site.url("collection", layer.name))
    )
    if next_after is not None:
        query = _changed(request, after=str(next_after), f=form)
        more = site.url("items", layer.name, query=query)
        links.append(site.link("next", kinds[form], _("Next page"), more))
    return links


@answering
def item(request: HttpRequest, name: str, key: str) -> HttpResponse:
    """Give one feature."""
    layer, asked = layer_named(request, name), _strictly(request, "crs")
    crs = crs_of("crs", asked.get("crs", ""))
    feature, form, site = (
        read_feature(layer, request.user, key, crs),
        form_of(request),
        site_of(request),
    )
    feature["links"] = [
        *site.both("item", name, key, form=form, kind=GEOJSON),
        site.link("collection", JSON, str(layer.title), site.url("collection", name)),
    ]
    response = written(
        request, feature, page="item", kind=GEOJSON, layer=layer, heads=_heads(layer)
    )
    return _located(response, crs)


def _located(response: HttpResponse, crs: Crs) -> HttpResponse:
    response["Content-Crs"] = f"<{crs.uri}>"
    return response


@answering
def matrix_sets(request: HttpRequest) -> HttpResponse:
    """List the grids of tiles."""
    _strictly(request)
    document = documents.matrix_sets(site_of(request), form_of(request))
    return written(request, document, page="links", title=_("Grids of tiles"))


@answering
def matrix_set(request: HttpRequest, grid: str) -> HttpResponse:
    """Describe a grid of tiles."""
    _strictly(request)
    _known_grid(grid)
    return HttpResponse(orjson.dumps(documents.matrix_set(site_of(request))), JSON)


@answering
def tilesets(request: HttpRequest, name: str) -> HttpResponse:
    """List the tile sets of a collection."""
    _strictly(request)
    layer = layer_named(request, name)
    document = documents.tilesets(site_of(request), layer, form_of(request))
    return written(request, document, page="links", title=layer.title, layer=layer)


@answering
def tileset(request: HttpRequest, name: str, grid: str) -> HttpResponse:
    """Describe a tile set of a collection."""
    _strictly(request)
    _known_grid(grid)
    layer = layer_named(request, name)
    document = documents.tileset(site_of(request), layer, form_of(request))
    return written(request, document, page="links", title=layer.title, layer=layer)


@answering
def tile(request: HttpRequest, name: str, grid: str, z: int, row: int, column: int) -> HttpResponse:
    """Draw a tile of a collection."""
    single(request.GET, ())
    _known_grid(grid)
    layer_named(request, name)
    if z > MAX_ZOOM or row >= 1 << z or column >= 1 << z:
        raise RefusedError(_("There is no such tile."), HTTPStatus.NOT_FOUND)
    return draw_tile(request, name, z, column, row)


def _known_grid(grid: str) -> None:
    if grid != MATRIX_SET:
        raise RefusedError(_("There is no such grid of tiles."), HTTPStatus.NOT_FOUND)
