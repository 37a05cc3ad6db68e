"""The territory's own tables as targets: streets, and boundaries with their dates."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from gis.declarations import MANAGE
from gis.enums import Level, ServiceCategory, StreetCategory
from gis.imports.targets import Field, Target

OSM_CLASSES: Final[Mapping[str, tuple[str, ...]]] = {
    "primary": ("motorway", "trunk", "primary", "motorway_link", "trunk_link", "primary_link"),
    "secondary": ("secondary", "tertiary", "secondary_link", "tertiary_link"),
    "local": ("residential", "living_street", "unclassified", "service", "road", "busway"),
    "alley": ("pedestrian", "footway", "path", "steps", "track", "cycleway", "bridleway"),
}
"""Classes of OpenStreetMap's roads, as far as they are streets of ours."""


FRENCH_NAMES: Final = (
    *("commune_fr", "nom_fr", "nom", "name", "nom_voie", "libelle", "region_fr", "name_clean"),
    "الاسم بالفرنسية",
)
ARABIC_NAMES: Final = ("nom_ar", "name:ar", "الاسم بالعربية", "الاسم", "region_ar")
LARGEST: Final = 2**31 - 1
"""Of a whole number that the database keeps in four bytes."""

HOME: Final = (
    "(SELECT a.id FROM territory_territory a WHERE a.level = 'arrondissement' "
    "AND a.valid_from <= current_date AND (a.valid_to IS NULL OR a.valid_to > current_date) "
    "AND ST_Covers(a.geom, {point}) LIMIT 1)"
)
"""The arrondissement of today in which something lies."""


def named(choices: type[TextChoices], more: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Return the values of a list with their names in every language, and `more` names."""
    found: dict[str, list[str]] = {str(each.value): [] for each in choices}
    for language in ("ar", "fr", "en"):
        with override(language):
            for each in choices:
                found[str(each.value)].append(str(each.label))
    for value in found:
        found[value] += [*more.get(value, ()), *_numbered(more.get(value, ()))]
    return found


def _numbered(names: Sequence[str]) -> list[str]:
    return [f"track_grade{grade}" for grade in range(1, 6)] if "track" in names else []


def street_categories() -> Mapping[str, Sequence[str]]:
    """Return the categories with their names, OpenStreetMap's classes among them."""
    return named(StreetCategory, OSM_CLASSES)


OSM_SERVICES: Final[Mapping[str, tuple[str, ...]]] = {
    "administration": ("townhall", "public_building", "annexe administrative"),
    "health": ("hospital", "clinic", "doctors", "health_centre", "dentist", "laboratory"),
    "school": ("university", "college", "kindergarten"),
    "market": ("marketplace", "souk"),
    "post": ("post_office",),
    "police": ("fire_station",),
    "worship": ("place_of_worship", "mosque"),
    "waste": ("waste_basket", "waste_disposal", "container"),
}


def service_categories() -> Mapping[str, Sequence[str]]:
    """Return the categories of service points with their names, OpenStreetMap's among them."""
    return named(ServiceCategory, OSM_SERVICES)


def levels() -> Mapping[str, Sequence[str]]:
    """Return the levels of territories with their names."""
    return named(Level, {})


def code_field(longest: int, *aliases: str) -> Field:
    """Return the column of what the rows are known by."""
    known = ("osm_id", "fid", "id", "رمز")
    return Field("code", _("Code"), is_required=True, longest=longest, aliases=(*aliases, *known))


def name_fields(longest: int, *, is_arabic_required: bool = False) -> tuple[Field, Field]:
    """Return the columns of the names in French, which every row has, and in Arabic."""
    french, arabic = _("name in French"), _("name in Arabic")
    return (
        Field("name_fr", french, is_required=True, longest=longest, aliases=FRENCH_NAMES),
        Field(
            "name_ar",
            arabic,
            is_required=is_arabic_required,
            longest=longest,
            aliases=ARABIC_NAMES,
        ),
    )


def category_field(
    values: type[TextChoices], named: Callable[[], Mapping[str, Sequence[str]]], *aliases: str
) -> Field:
    """Return the column of the kind of a row, whose values are one of a list."""
    return Field(
        "category",
        _("Category"),
        kind="choice",
        is_required=True,
        choices=named,
        shown=lambda value: values(value).label,
        aliases=(*aliases, "type", "الصنف"),
    )


STREETS: Final = Target(
    name="streets",
    title=_("Streets"),
    table="territory_street",
    geometry="line",
    capability=MANAGE,
    identity="v ->> 'code'",
    same="t.code = v ->> 'code'",
    fields=(
        code_field(30, "street_code"),
        *name_fields(160),
        category_field(StreetCategory, street_categories, "fclass", "highway", "categorie"),
    ),
    columns={
        "code": "v ->> 'code'",
        "name_fr": "v ->> 'name_fr'",
        "name_ar": "coalesce(v ->> 'name_ar', '')",
        "category": "v ->> 'category'",
        "length_m": "ST_Length(g::geography)",
        "territory_id": HOME.format(point="ST_LineInterpolatePoint(g, 0.5)"),
        "geom": "g",
    },
    first={"is_simulated": "false"},
)

TERRITORIES: Final = Target(
    name="territories",
    title=_("Boundaries of territories"),
    table="territory_territory",
    geometry="multipolygon",
    capability=MANAGE,
    identity="v ->> 'code'",
    same="t.code = v ->> 'code' AND t.valid_from = (v ->> 'valid_from')::date",
    fields=(
        Field(
            "code",
            _("census code"),
            is_required=True,
            longest=20,
            aliases=("hcp_cc_2014", "code_2024", "code_hcp", "cod_com", "code_reg", "id"),
        ),
        Field(
            "level",
            _("level"),
            kind="choice",
            is_required=True,
            choices=levels,
            shown=lambda value: Level(value).label,
        ),
        *name_fields(120, is_arabic_required=True),
        Field(
            "population",
            _("inhabitants"),
            kind="whole",
            smallest=0,
            largest=LARGEST,
            aliases=("pop_2024", "population_2024", "pop_2014", "pop"),
        ),
        Field(
            "households",
            _("households"),
            kind="whole",
            smallest=0,
            largest=LARGEST,
            aliases=("households_2024", "households_2014", "menages"),
        ),
        Field("valid_from", _("valid from"), kind="day", is_required=True),
    ),
    columns={
        "code": "v ->> 'code'",
        "level": "v ->> 'level'",
        "name_fr": "v ->> 'name_fr'",
        "name_ar": "v ->> 'name_ar'",
        "population": "(v ->> 'population')::integer",
        "households": "(v ->> 'households')::integer",
        "valid_from": "(v ->> 'valid_from')::date",
        "geom": "g",
    },
    former=(
        "t.code = v ->> 'code' AND t.valid_from < (v ->> 'valid_from')::date "
        "AND (t.valid_to IS NULL OR t.valid_to > (v ->> 'valid_from')::date)"
    ),
    former_set="valid_to = (v ->> 'valid_from')::date",
)

SERVICE_POINTS: Final = Target(
    name="service-points",
    title=_("Service points"),
    table="territory_servicepoint",
    geometry="point",
    capability=MANAGE,
    identity="v ->> 'code'",
    same="t.code = v ->> 'code'",
    fields=(
        code_field(40),
        category_field(
            ServiceCategory, service_categories, "facility_type", "amenity", "container_type"
        ),
        *name_fields(160),
        Field(
            "opening_hours", _("opening hours"), longest=255, aliases=("horaires", "أوقات العمل")
        ),
        Field("operator", _("run by"), longest=160, aliases=("exploitant", "gestionnaire")),
        Field("source", _("source"), longest=120),
    ),
    columns={
        "code": "v ->> 'code'",
        "category": "v ->> 'category'",
        "name_fr": "v ->> 'name_fr'",
        "name_ar": "coalesce(v ->> 'name_ar', '')",
        "opening_hours": "coalesce(v ->> 'opening_hours', '')",
        "operator": "coalesce(v ->> 'operator', '')",
        "source": "coalesce(v ->> 'source', '')",
        "territory_id": HOME.format(point="g"),
        "geom": "g",
    },
    first={
        "address_fr": "''",
        "address_ar": "''",
        "phone": "''",
        "procedures": "'{}'",
        "is_simulated": "false",
        "valid_from": "current_date",
    },
)
