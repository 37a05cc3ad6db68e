"""What the API says of itself: its parts, its collections, what can be asked of each."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gis.layers import MAX_ZOOM, Geometry, Kind, Layer, Property
from gis.ogc.crs import CRS84, SYSTEMS
from gis.ogc.features import extent_of
from gis.ogc.filters import GEOMETRY
from people.permissions import Actor

CONFORMS_TO: Final = (
    *(
        f"http://www.opengis.net/spec/ogcapi-common-{part}"
        for part in ("1/1.0/conf/core", "2/1.0/conf/collections")
    ),
    *(
        f"http://www.opengis.net/spec/ogcapi-features-{part}"
        for part in (
            "1/1.0/conf/core",
            "1/1.0/conf/geojson",
            "1/1.0/conf/html",
            "1/1.0/conf/oas30",
            "2/1.0/conf/crs",
            "3/1.0/conf/queryables",
            "3/1.0/conf/queryables-query-parameters",
            "3/1.0/conf/filter",
            "3/1.0/conf/features-filter",
        )
    ),
    *(
        f"http://www.opengis.net/spec/cql2/1.0/conf/{part}"
        for part in (
            *("cql2-text", "cql2-json", "basic-cql2", "case-insensitive-comparison"),
            *("advanced-comparison-operators", "basic-spatial-functions", "spatial-functions"),
        )
    ),
    *(
        f"http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/{part}"
        for part in ("core", "tileset", "tilesets-list", "mvt")
    ),
)
JSON: Final = "application/json"
GEOJSON: Final = "application/geo+json"
HTML: Final = "text/html"
SCHEMA: Final = "application/schema+json"
OPENAPI: Final = "application/vnd.oai.openapi+json;version=3.0"
MVT: Final = "application/vnd.mapbox-vector-tile"
MATRIX_SET: Final = "WebMercatorQuad"
MATRIX_SET_URI: Final = "http://www.opengis.net/def/tilematrixset/OGC/1.0/WebMercatorQuad"
MATRIX_SET_CRS: Final = "http://www.opengis.net/def/crs/EPSG/0/3857"
HALF_WORLD_M: Final = 20_037_508.342789244
RESOLUTION_0_M: Final = 2 * HALF_WORLD_M / 256
PIXEL_M: Final = 0.00028
TYPES: Final = {
    Kind.TEXT: {"type": "string"},
    Kind.INTEGER: {"type": "integer"},
    Kind.NUMBER: {"type": "number"},
    Kind.BOOLEAN: {"type": "boolean"},
    Kind.DATE: {"type": "string", "format": "date"},
    Kind.MOMENT: {"type": "string", "format": "date-time"},
}
FORMATS: Final = {
    Geometry.POINT: "geometry-point-or-multipoint",
    Geometry.LINE: "geometry-linestring-or-multilinestring",
    Geometry.AREA: "geometry-polygon-or-multipolygon",
    Geometry.ANY: "geometry-any",
}
Document = dict[str, Any]
Absolute = Callable[[str], str]


@dataclass(frozen=True)
class Site:
    """Where the API stands: `absolute` makes an address of a path, for links."""

    absolute: Absolute
    actor: Actor

    def url(self, name: str, *arguments: object, query: str = "") -> str:
        """Return the address of a route of the API."""
        return self.absolute(reverse(f"ogc:{name}", args=arguments)) + query

    def link(self, rel: str, kind: str, title: str, href: str) -> Document:
        """Return a link."""
        link = {"href": href, "rel": rel, "type": kind, "title": title}
        return link | ({"hreflang": get_language() or "fr"} if kind == HTML else {})

    def both(self, name: str, *arguments: object, form: str, kind: str = JSON) -> list[Document]:
        """Return the links of a document to itself and to its other form."""
        forms = {
            "json": (kind, _("This document as JSON")),
            "html": (HTML, _("This document as a page")),
        }
        return [
            self.link(
                "self" if each == form else "alternate",
                *forms[each],
                self.url(name, *arguments, query=f"?f={each}"),
            )
            for each in forms
        ]


def landing(site: Site, form: str) -> Document:
    """Return the landing page."""
    return {
        "title": _("Open data of the territory"),
        "description": _(
            "The public layers of the commune’s map, for programs and for other maps."
        ),
        "links": [
            *site.both("landing", form=form),
            site.link("service-desc", OPENAPI, _("Definition of the interface"), site.url("api")),
            site.link("service-doc", HTML, _("How to use it"), site.url("api", query="?f=html")),
            site.link("conformance", JSON, _("Standards it keeps"), site.url("conformance")),
            site.link("data", JSON, _("Collections"), site.url("collections")),
            site.link(
                "http://www.opengis.net/def/rel/ogc/1.0/tiling-schemes",
                JSON,
                _("Grids of tiles"),
                site.url("matrix-sets"),
            ),
        ],
    }


def conformance(site: Site, form: str) -> Document:
    """Return the classes of the standards that are kept."""
    return {"conformsTo": list(CONFORMS_TO), "links": site.both("conformance", form=form)}


def collections(site: Site, layers: Iterable[Layer], form: str) -> Document:
    """Return every collection that the reader may see."""
    return {
        "links": site.both("collections", form=form),
        "collections": [collection(site, layer, form="") for layer in layers],
        "crs": [each.uri for each in SYSTEMS],
    }


def collection(site: Site, layer: Layer, form: str) -> Document:
    """Return one collection."""
    extent = extent_of(layer, site.actor)
    items, name = _("Features"), layer.name
    return {
        "id": name,
        "title": str(layer.title),
        "description": str(layer.description),
        "itemType": "feature",
        **({"extent": {"spatial": {"bbox": [list(extent)], "crs": CRS84}}} if extent else {}),
        "crs": [each.uri for each in SYSTEMS],
        "storageCrs": CRS84,
        "links": [
            *(
                site.both("collection", name, form=form)
                if form
                else [site.link("self", JSON, str(layer.title), site.url("collection", name))]
            ),
            site.link("items", GEOJSON, items, site.url("items", name, query="?f=json")),
            site.link("items", HTML, items, site.url("items", name, query="?f=html")),
            site.link(
                "http://www.opengis.net/def/rel/ogc/1.0/queryables",
                SCHEMA,
                _("What it can be filtered by"),
                site.url("queryables", name),
            ),
            site.link(
                "http://www.opengis.net/def/rel/ogc/1.0/tilesets-vector",
                JSON,
                _("Vector tiles"),
                site.url("tilesets", name),
            ),
        ],
    }


def queryables(site: Site, layer: Layer, form: str) -> Document:
    """Return what a collection can be filtered by, as a JSON schema."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": site.url("queryables", layer.name),
        "type": "object",
        "title": str(layer.title),
        "properties": {
            GEOMETRY: {
                "title": _("Geometry"),
                "format": FORMATS[layer.geometry],
                "x-ogc-role": "primary-geometry",
            },
            **{each.name: _described(each) for each in layer.properties},
        },
        "additionalProperties": False,
    }


def _described(each: Property) -> Document:
    return {"title": str(each.title), **TYPES[each.kind]}


def matrix_sets(site: Site, form: str) -> Document:
    """Return the grids of tiles: there is one."""
    title = _("Web Mercator, as most maps on the Web")
    link = site.link("self", JSON, title, site.url("matrix-set", MATRIX_SET))
    one = {
        "id": MATRIX_SET,
        "title": title,
        "uri": MATRIX_SET_URI,
        "crs": MATRIX_SET_CRS,
        "links": [link],
    }
    return {"tileMatrixSets": [one], "links": site.both("matrix-sets", form=form)}


def matrix_set(_site: Site) -> Document:
    """Return the grid of Web Mercator, level by level (OGC 17-083r4)."""
    return {
        "id": MATRIX_SET,
        "title": "Google Maps Compatible for the World",
        "uri": MATRIX_SET_URI,
        "crs": MATRIX_SET_CRS,
        "orderedAxes": ["E", "N"],
        "wellKnownScaleSet": "http://www.opengis.net/def/wkss/OGC/1.0/GoogleMapsCompatible",
        "tileMatrices": [
            {
                "id": str(zoom),
                "scaleDenominator": RESOLUTION_0_M / 2**zoom / PIXEL_M,
                "cellSize": RESOLUTION_0_M / 2**zoom,
                "pointOfOrigin": [-HALF_WORLD_M, HALF_WORLD_M],
                "tileWidth": 256,
                "tileHeight": 256,
                "matrixWidth": 2**zoom,
                "matrixHeight": 2**zoom,
            }
            for zoom in range(MAX_ZOOM + 1)
        ],
    }


def tilesets(site: Site, layer: Layer, form: str) -> Document:
    """Return the tile sets of a collection: there is one."""
    return {
        "tilesets": [tileset(site, layer, form="")],
        "links": site.both("tilesets", layer.name, form=form),
    }


def tileset(site: Site, layer: Layer, form: str) -> Document:
    """Return the tile set of a collection, with the address of its tiles."""
    base = site.url("tileset", layer.name, MATRIX_SET)
    template = f"{base}/{{tileMatrix}}/{{tileRow}}/{{tileCol}}"
    item = site.link("item", MVT, _("Vector tiles"), template) | {"templated": True}
    matrix_link = site.link(
        "http://www.opengis.net/def/rel/ogc/1.0/tiling-scheme",
        JSON,
        _("Grids of tiles"),
        site.url("matrix-set", MATRIX_SET),
    )
    own = (
        site.both("tileset", layer.name, MATRIX_SET, form=form)
        if form
        else [site.link("self", JSON, str(layer.title), base)]
    )
    return {
        "title": str(layer.title),
        "dataType": "vector",
        "crs": MATRIX_SET_CRS,
        "tileMatrixSetURI": MATRIX_SET_URI,
        "links": [*own, item, matrix_link],
    }
