"""The definition of the interface, whole in itself (OpenAPI 3.0), made of the layers."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.utils.translation import gettext as _

from gis.layers import MAX_ZOOM, Layer
from gis.ogc.crs import SYSTEMS
from gis.ogc.documents import GEOJSON, HTML, JSON, MATRIX_SET, MVT, SCHEMA, TYPES, Site
from gis.ogc.filters import LANGUAGES, LONGEST
from gis.ogc.parameters import LIMIT, MOST

Document = dict[str, Any]
NUMBER: Final = {"type": "number"}
TEXT: Final = {"type": "string"}
WHOLE: Final = {"type": "integer", "minimum": 0}


def _object(required: Iterable[str], **properties: Document) -> Document:
    return {"type": "object", "required": list(required), "properties": properties}


def _list(items: Document) -> Document:
    return {"type": "array", "items": items}


def _of(name: str) -> Document:
    return {"$ref": f"#/components/schemas/{name}"}


LINKS: Final = _list(_of("link"))
SCHEMAS: Final[Mapping[str, Document]] = {
    "link": _object(
        ("href", "rel"),
        **dict.fromkeys(("href", "rel", "type", "title", "hreflang"), TEXT),
        templated={"type": "boolean"},
    ),
    "exception": _object(("code",), code=TEXT, description=TEXT),
    "landing": _object(("links",), title=TEXT, description=TEXT, links=LINKS),
    "conformance": _object(("conformsTo",), conformsTo=_list(TEXT), links=LINKS),
    "collection": _object(
        ("id", "links"),
        **dict.fromkeys(("id", "title", "description", "itemType", "storageCrs"), TEXT),
        extent={"type": "object"},
        crs=_list(TEXT),
        links=LINKS,
    ),
    "collections": _object(
        ("links", "collections"), links=LINKS, collections=_list(_of("collection")), crs=_list(TEXT)
    ),
    "geometry": {"type": "object", "required": ["type", "coordinates"], "nullable": True},
    "feature": _object(
        ("type", "geometry", "properties"),
        type={"type": "string", "enum": ["Feature"]},
        id={"oneOf": [TEXT, {"type": "integer"}]},
        geometry=_of("geometry"),
        properties={"type": "object"},
        links=LINKS,
    ),
    "features": _object(
        ("type", "features"),
        type={"type": "string", "enum": ["FeatureCollection"]},
        features=_list(_of("feature")),
        links=LINKS,
        timeStamp={"type": "string", "format": "date-time"},
        numberMatched=WHOLE,
        numberReturned=WHOLE,
    ),
    "schema": {"type": "object", "required": ["type", "properties"]},
    "matrixSets": _object(
        ("tileMatrixSets",), tileMatrixSets=_list({"type": "object"}), links=LINKS
    ),
    "matrixSet": _object(
        ("crs", "tileMatrices"), id=TEXT, crs=TEXT, tileMatrices=_list({"type": "object"})
    ),
    "tilesets": _object(("tilesets",), tilesets=_list(_of("tileset")), links=LINKS),
    "tileset": _object(("dataType", "crs", "links"), dataType=TEXT, crs=TEXT, links=LINKS),
}


FLAT: Final = {"style": "form", "explode": False}


def _parameter(name: str, schema: Document, *, place: str = "query") -> Document:
    required = {"required": True} if place == "path" else {}
    return {"name": name, "in": place, "schema": schema, **required}


def _shared() -> dict[str, Document]:
    uris = {"type": "string", "format": "uri", "enum": [each.uri for each in SYSTEMS]}
    limit = {"type": "integer", "minimum": 1, "maximum": MOST, "default": LIMIT}
    box = {  # Features 1.0.0 tells the two bounds; 1.0.1 that nothing else lies between them
        "type": "array",
        "items": NUMBER,
        "minItems": 4,
        "maxItems": 6,
        "oneOf": [{"minItems": each, "maxItems": each} for each in (4, 6)],
    }
    return {
        "f": _parameter("f", {"type": "string", "enum": ["json", "html"]}),
        "limit": _parameter("limit", limit) | FLAT,
        "bbox": _parameter("bbox", box) | FLAT,
        "bbox-crs": _parameter("bbox-crs", uris),
        "datetime": _parameter("datetime", TEXT) | FLAT,
        "crs": _parameter("crs", uris),
        "after": _parameter("after", {"type": "integer", "minimum": 0, "maximum": 10**18 - 1}),
        "filter": _parameter("filter", {"type": "string", "maxLength": LONGEST}),
        "filter-lang": _parameter("filter-lang", {"type": "string", "enum": list(LANGUAGES)}),
        "filter-crs": _parameter("filter-crs", uris),
        "featureId": _parameter("featureId", TEXT, place="path"),
        "tileMatrixSetId": _parameter(
            "tileMatrixSetId", {"type": "string", "enum": [MATRIX_SET]}, place="path"
        ),
        "tileMatrix": _parameter(
            "tileMatrix", {"type": "integer", "minimum": 0, "maximum": MAX_ZOOM}, place="path"
        ),
        "tileRow": _parameter("tileRow", WHOLE, place="path"),
        "tileCol": _parameter("tileCol", WHOLE, place="path"),
    }


def _named(*names: str) -> list[Document]:
    return [{"$ref": f"#/components/parameters/{name}"} for name in names]


def _get(
    summary: str, contents: Mapping[str, str], parameters: list[Document], *, empty: bool = False
) -> Document:
    """Return an operation: its answers by content type, and what is answered otherwise."""
    refused = {
        "description": summary,
        "content": {JSON: {"schema": _of("exception")}, HTML: {"schema": TEXT}},
    }
    content: Document = {
        kind: {"schema": _of(name) if name else {"type": "string", "format": "binary"}}
        for kind, name in contents.items()
    }
    answers: Document = {"200": {"description": summary, "content": content}}
    answers |= {"204": {"description": _("Nothing lies there")}} if empty else {}
    answers |= {"400": refused, "404": refused, "406": refused, "500": refused}
    return {"get": {"summary": summary, "parameters": parameters, "responses": answers}}


def _page(summary: str, name: str, parameters: list[Document], kind: str = JSON) -> Document:
    both = _get(summary, {kind: name}, [*parameters, *_named("f")])
    both["get"]["responses"]["200"]["content"][HTML] = {"schema": TEXT}
    return both


OPTIONS: Final = (
    *("limit", "bbox", "bbox-crs", "datetime", "crs", "after"),
    *("filter", "filter-lang", "filter-crs"),
)


def _paths(layers: Iterable[Layer]) -> Document:
    paths: Document = {
        "/": _page(_("Start"), "landing", []),
        "/conformance": _page(_("Standards it keeps"), "conformance", []),
        "/collections": _page(_("Collections"), "collections", []),
        "/tileMatrixSets": _page(_("Grids of tiles"), "matrixSets", []),
        "/tileMatrixSets/{tileMatrixSetId}": _get(
            _("Grids of tiles"), {JSON: "matrixSet"}, _named("tileMatrixSetId")
        ),
    }
    for layer in layers:
        paths |= _of_layer(layer)
    return paths


def _of_layer(layer: Layer) -> Document:
    at, title = f"/collections/{layer.name}", str(layer.title)
    own = [_parameter(each.name, dict(TYPES[each.kind])) for each in layer.properties]
    tiles = f"{at}/tiles"
    tile = _named("tileMatrixSetId", "tileMatrix", "tileRow", "tileCol")
    return {
        at: _page(title, "collection", []),
        f"{at}/queryables": _page(title, "schema", [], SCHEMA),
        f"{at}/items": _page(title, "features", [*_named(*OPTIONS), *own], GEOJSON),
        f"{at}/items/{{featureId}}": _page(title, "feature", _named("featureId", "crs"), GEOJSON),
        tiles: _page(title, "tilesets", []),
        f"{tiles}/{{tileMatrixSetId}}": _page(title, "tileset", _named("tileMatrixSetId")),
        f"{tiles}/{{tileMatrixSetId}}/{{tileMatrix}}/{{tileRow}}/{{tileCol}}": _get(
            title, {MVT: ""}, tile, empty=True
        ),
    }


def definition(site: Site, layers: Iterable[Layer]) -> Document:
    """Return the definition of the interface as this reader may use it."""
    return {
        "openapi": "3.0.3",
        "info": {
            "title": _("Open data of the territory"),
            "description": _("OGC API Features and Tiles over the public layers of the map."),
            "version": "1.0.0",
        },
        "servers": [{"url": site.url("landing").rstrip("/")}],
        "paths": _paths(layers),
        "components": {"schemas": dict(SCHEMAS), "parameters": _shared()},
    }
