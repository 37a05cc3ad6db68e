"""What of OpenStreetMap is drawn, in which layer and from which zoom: the schema of Protomaps.

Layers and kinds are those of https://docs.protomaps.com/basemaps/layers, so that styles made for
them read our archives. Zooms are those of tiles of 512 pixels: one less than a web map shows.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

MAX_ZOOM = 15
LAYERS = ("earth", "water", "landuse", "buildings", "roads", "boundaries", "pois", "places")
POINT, LINE, AREA = 0, 1, 2
Tags = Mapping[str, str]


@dataclass(frozen=True)
class Drawn:
    """How a feature is drawn; of two that compete for room the lighter one (`weight`) stays."""

    layer: str
    kind: str
    min_zoom: int
    weight: int
    order: int = 0
    detail: str = ""
    is_named: bool = True
    more: Mapping[str, bool | int | str] = field(default_factory=dict)


@dataclass(frozen=True)
class Road:
    """A class of roads: its kind, the zoom from which it is shown, its weight."""

    kind: str
    min_zoom: int
    weight: int


ROADS = {
    "motorway": Road("highway", 3, 0),
    "trunk": Road("major_road", 6, 0),
    "primary": Road("major_road", 7, 0),
    "secondary": Road("major_road", 9, 1),
    "tertiary": Road("major_road", 10, 2),
    "residential": Road("minor_road", 12, 4),
    "unclassified": Road("minor_road", 12, 4),
    "living_street": Road("minor_road", 13, 4),
    "road": Road("minor_road", 13, 4),
    "pedestrian": Road("path", 13, 5),
    "service": Road("minor_road", 14, 6),
    "track": Road("path", 13, 7),
    "footway": Road("path", 14, 8),
    "cycleway": Road("path", 14, 8),
    "path": Road("path", 14, 8),
    "bridleway": Road("path", 14, 8),
    "steps": Road("path", 15, 8),
}
SIDEWALKS = {"sidewalk", "crossing", "traffic_island", "link"}
RAILS = {"rail": 10, "light_rail": 12, "tram": 13, "narrow_gauge": 12, "funicular": 13}
PLACES = {
    "city": ("locality", 5, 0),
    "town": ("locality", 8, 0),
    "village": ("locality", 10, 1),
    "hamlet": ("locality", 12, 3),
    "suburb": ("neighbourhood", 11, 1),
    "quarter": ("neighbourhood", 13, 2),
    "neighbourhood": ("neighbourhood", 13, 2),
    "square": ("neighbourhood", 14, 4),
}
LANDUSE = {
    "landuse": {
        "cemetery": "cemetery",
        "forest": "forest",
        "orchard": "farmland",
        "farmland": "farmland",
        "vineyard": "farmland",
        "meadow": "grass",
        "grass": "grass",
        "village_green": "grass",
        "recreation_ground": "park",
        "allotments": "allotments",
        "industrial": "industrial",
        "commercial": "commercial",
        "retail": "commercial",
        "residential": "residential",
        "military": "military",
        "railway": "railway",
        "quarry": "quarry",
        "construction": "construction",
    },
    "natural": {
        "wood": "wood",
        "scrub": "scrub",
        "heath": "scrub",
        "grassland": "grassland",
        "sand": "sand",
        "beach": "beach",
        "bare_rock": "barren",
        "wetland": "wetland",
    },
    "leisure": {
        "park": "park",
        "garden": "garden",
        "golf_course": "golf_course",
        "pitch": "pitch",
        "playground": "playground",
        "stadium": "stadium",
        "sports_centre": "sports_centre",
        "nature_reserve": "nature_reserve",
    },
    "amenity": {
        "hospital": "hospital",
        "school": "school",
        "kindergarten": "school",
        "university": "university",
        "college": "college",
        "grave_yard": "cemetery",
        "marketplace": "marketplace",
    },
    "aeroway": {"aerodrome": "aerodrome", "runway": "runway", "apron": "apron"},
    "man_made": {"pier": "pier"},
    "tourism": {"zoo": "zoo"},
    "boundary": {"national_park": "national_park", "protected_area": "protected_area"},
}
EARLY = {"forest", "wood", "national_park", "nature_reserve", "farmland", "residential"}
POIS = {
    "amenity": {
        "townhall": 13,
        "hospital": 13,
        "university": 13,
        "bus_station": 13,
        "marketplace": 14,
        "police": 14,
        "fire_station": 14,
        "courthouse": 14,
        "post_office": 14,
        "library": 14,
        "theatre": 14,
        "place_of_worship": 14,
        "college": 14,
        "school": 14,
        "clinic": 15,
        "pharmacy": 15,
        "kindergarten": 15,
        "cinema": 15,
        "bank": 15,
        "fuel": 15,
    },
    "tourism": {"museum": 13, "attraction": 14, "gallery": 15, "zoo": 13, "hotel": 15},
    "historic": {"monument": 14, "castle": 13, "city_gate": 14, "memorial": 15},
    "leisure": {"park": 13, "garden": 14, "stadium": 13, "sports_centre": 15},
    "railway": {"station": 12, "halt": 13, "tram_stop": 15},
    "aeroway": {"aerodrome": 11},
    "natural": {"peak": 12},
}
WATERWAYS = {"river": 9, "canal": 11, "stream": 13, "drain": 14, "ditch": 14}
WATER_AREAS = {"reservoir": "reservoir", "basin": "basin", "pond": "water"}


def drawn(tags: Tags, shape: int, *, is_loop: bool = False) -> Iterator[Drawn]:
    """Yield how a feature is drawn; `is_loop` says that a line ends where it begins."""
    if shape == AREA:
        yield from filter(None, (_water_area(tags), _landuse(tags), _building(tags), _square(tags)))
    if shape == LINE:
        yield from filter(None, (_road(tags, is_loop=is_loop), _rail(tags), _waterway(tags)))
        return
    yield from filter(None, (_place(tags), _poi(tags), _water_name(tags, shape)))


def boundary(level: int) -> Drawn | None:
    """Return how the boundary of an administrative level of OpenStreetMap is drawn, if it is."""
    named = {
        2: "country",
        3: "region",
        4: "region",
        5: "county",
        6: "county",
        8: "locality",
        9: "locality",
    }
    if level not in named:
        return None
    zooms = {2: 0, 3: 5, 4: 5, 5: 8, 6: 8, 8: 10, 9: 12}
    more = {"kind_detail": level}
    return Drawn("boundaries", named[level], zooms[level], 1, is_named=False, more=more)


def _is_area(tags: Tags) -> bool:
    return tags.get("area") == "yes"


def _road(tags: Tags, *, is_loop: bool) -> Drawn | None:
    highway = tags.get("highway", "")
    base = highway.removesuffix("_link")
    road = ROADS.get(base)
    if not road or (is_loop and _is_area(tags)) or _is_small_path(tags):
        return None
    more = {"is_link": True} if base != highway else {}
    more |= {f"is_{each}": True for each in ("bridge", "tunnel") if tags.get(each, "no") != "no"}
    later = 2 if base != highway or _is_driveway(tags) else 0
    order = int(tags["layer"]) * 20 if tags.get("layer", "") in {"-2", "-1", "1", "2", "3"} else 0
    zoom = min(road.min_zoom + later, MAX_ZOOM)
    return Drawn("roads", road.kind, zoom, road.weight, order - road.weight, highway, more=more)


def _is_small_path(tags: Tags) -> bool:
    return tags.get("footway") in SIDEWALKS or tags.get("indoor", "no") != "no"


def _is_driveway(tags: Tags) -> bool:
    return tags.get("service") in {"parking_aisle", "driveway"}


def _rail(tags: Tags) -> Drawn | None:
    if tags.get("man_made") == "pier" and not _is_area(tags):
        return Drawn("roads", "path", 13, 6, detail="pier")
    if tags.get("aeroway") in {"runway", "taxiway"}:
        return Drawn("roads", "aeroway", 10, 1, -9, tags["aeroway"], is_named=False)
    if tags.get("route") == "ferry":
        return Drawn("roads", "ferry", 11, 5, -9, is_named=False)
    zoom = RAILS.get(tags.get("railway", ""))
    if zoom is None or tags.get("tunnel") == "yes":
        return None
    late = 3 if tags.get("service") else 0
    kind = tags["railway"]
    return Drawn("roads", "rail", min(zoom + late, MAX_ZOOM), 3, -8, kind, is_named=False)


def _waterway(tags: Tags) -> Drawn | None:
    kind = tags.get("waterway", "")
    zoom = WATERWAYS.get(kind)
    if zoom is None or tags.get("tunnel") in {"yes", "culvert"}:
        return None
    return Drawn("water", "stream" if zoom > 13 else kind, zoom, 2 if zoom < 13 else 6, 1)


def _water_area(tags: Tags) -> Drawn | None:
    if tags.get("natural") == "water" or tags.get("waterway") == "riverbank":
        kind = tags.get("water", "water")
        kind = kind if kind in {"lake", "river", "canal", "reservoir", "basin"} else "water"
    elif tags.get("landuse") in WATER_AREAS:
        kind = WATER_AREAS[tags["landuse"]]
    elif tags.get("leisure") == "swimming_pool" or tags.get("amenity") == "fountain":
        kind = "swimming_pool" if "leisure" in tags else "fountain"
        return Drawn("water", kind, 14, 6, is_named=False)
    else:
        return None
    return Drawn("water", kind, 5, 1, is_named=False)


def _water_name(tags: Tags, shape: int) -> Drawn | None:
    if tags.get("natural") == "bay":
        return Drawn("water", "bay", 11, 2) if shape == POINT else None
    area = _water_area(tags) if shape == AREA and "name" in tags else None
    return Drawn("water", area.kind, 12, 3) if area and area.min_zoom < 14 else None


def _landuse(tags: Tags) -> Drawn | None:
    for key, kinds in LANDUSE.items():
        kind = kinds.get(tags.get(key, ""))
        if kind and tags.get("location") != "underground":
            is_backdrop = kind in EARLY
            return Drawn("landuse", kind, 7 if is_backdrop else 10, 3, -is_backdrop, is_named=False)
    return None


def _building(tags: Tags) -> Drawn | None:
    if tags.get("building", "no") == "no" or tags.get("location") == "underground":
        return None
    return Drawn("buildings", "building", 13, 7, is_named=False)


def _square(tags: Tags) -> Drawn | None:
    is_square = tags.get("highway") in {"pedestrian", "footway"} or tags.get("place") == "square"
    if not is_square or (tags.get("type") != "multipolygon" and not _is_area(tags)):
        return None
    return Drawn("landuse", "pedestrian", 13, 5, 1, is_named=False)


def _place(tags: Tags) -> Drawn | None:
    known = PLACES.get(tags.get("place", ""))
    if not known or "name" not in tags:
        return None
    kind, zoom, weight = known
    people = tags.get("population", "").replace(" ", "")
    number = int(people) if people.isascii() and people.isdigit() and len(people) < 10 else 0
    if number > 500_000 or tags.get("capital") == "yes":
        zoom = min(zoom, 3)
    more = {"population": number} if number else {}
    return Drawn("places", kind, zoom, weight, zoom, tags["place"], more=more)


def _poi(tags: Tags) -> Drawn | None:
    if "name" not in tags:
        return None
    for key, kinds in POIS.items():
        zoom = kinds.get(tags.get(key, ""))
        if zoom is not None:
            return Drawn("pois", tags[key], zoom, 9 if zoom == MAX_ZOOM else 6, zoom)
    return None
