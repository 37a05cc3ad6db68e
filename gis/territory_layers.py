"""The layers of the territory itself: boundaries, their names, streets."""

import datetime as dt
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from gis.enums import Level, StreetCategory
from gis.layers import MAX_ZOOM, Geometry, Kind, Layer, Property, Source, Stage, register
from gis.models import AddressPoint, ServicePoint, Street, Territory
from gis.styles import Colour, Look, Style
from people.permissions import Actor

IN_FORCE = (
    "level IN ('commune', 'arrondissement') AND valid_from <= current_date "
    "AND (valid_to IS NULL OR valid_to > current_date)"
)
NAMED = (
    Property("name_ar", _("name in Arabic"), in_tiles=True),
    Property("name_fr", _("name in French"), in_tiles=True),
)
DATED = (
    Property("valid_from", _("valid from"), Kind.DATE),
    Property("valid_to", _("valid until"), Kind.DATE),
)


def _territories(_actor: Actor) -> "QuerySet[Any]":
    return Territory.objects.valid_today()


def _territories_on(_actor: Actor, day: dt.date) -> "QuerySet[Any]":
    return Territory.objects.valid_on(day)


def _streets(_actor: Actor) -> "QuerySet[Any]":
    return Street.objects.all()


def _addresses(_actor: Actor) -> "QuerySet[Any]":
    return AddressPoint.objects.valid_today()


def _addresses_on(_actor: Actor, day: dt.date) -> "QuerySet[Any]":
    return AddressPoint.objects.valid_on(day)


def _service_points(_actor: Actor) -> "QuerySet[Any]":
    return ServicePoint.objects.valid_today()


def _service_points_on(_actor: Actor, day: dt.date) -> "QuerySet[Any]":
    return ServicePoint.objects.valid_on(day)


def _wide(*categories: str) -> Any:
    return lambda rows: rows.filter(category__in=categories)


def _border(level: Level, colour: Colour, *, width: float = 1.5, dashed: bool = False) -> Look:
    return Look(colour, level.value, level.label, width=width, dashed=dashed)


TERRITORIES = Layer(
    name="territories",
    title=_("Boundaries"),
    description=_("The commune and its parts, as they are today."),
    geometry=Geometry.AREA,
    rows=_territories,
    rows_on=_territories_on,
    properties=(
        Property("level", _("level"), in_tiles=True),
        Property("code", _("census code"), in_tiles=True),
        *(Property(each.name, each.title) for each in NAMED),
        Property("population", _("inhabitants"), Kind.INTEGER),
        Property("households", _("households"), Kind.INTEGER),
        *DATED,
    ),
    style=Style(
        Look(Colour.OCHRE, dashed=True),
        by="level",
        looks=(
            _border(Level.COMMUNE, Colour.ACCENT, width=3),
            _border(Level.ARRONDISSEMENT, Colour.OCHRE, width=2.5),
            _border(Level.ANNEX, Colour.VIOLET, dashed=True),
            _border(Level.QUARTER, Colour.GREY, dashed=True),
            _border(Level.ZONE, Colour.TEAL, dashed=True),
            _border(Level.LOT, Colour.BLUE, dashed=True),
        ),
    ),
    starts="valid_from",
    ends="valid_to",
)

TERRITORY_NAMES = Layer(
    name="territory_names",
    title=_("Names of territories"),
    geometry=Geometry.POINT,
    stages=(
        Source(
            0,
            MAX_ZOOM,
            ("level", "name_fr", "name_ar"),
            "SELECT ST_PointOnSurface(geom_3857) AS geom, level, name_fr, name_ar "
            f"FROM territory_territory WHERE geom_3857 && {{area}} AND {IN_FORCE}",
        ),
    ),
    is_listed=False,
)

PRIMARY, SECONDARY, LOCAL = (
    StreetCategory.PRIMARY,
    StreetCategory.SECONDARY,
    StreetCategory.LOCAL,
)
STREETS = Layer(
    name="streets",
    title=_("Streets"),
    description=_("The axes of the streets, with their names in both scripts."),
    geometry=Geometry.LINE,
    rows=_streets,
    properties=(
        Property("category", _("category"), in_tiles=True),
        *NAMED,
        Property("code", _("code")),
        Property("length_m", _("length in metres"), Kind.NUMBER),
    ),
    style=Style(Look(Colour.GREY)),
    stages=(  # below zoom 13 no street is wide enough for its name
        Stage(9, 10, _wide(PRIMARY), ("category",)),
        Stage(11, 11, _wide(PRIMARY, SECONDARY), ("category",)),
        Stage(12, 12, _wide(PRIMARY, SECONDARY, LOCAL), ("category",)),
        Stage(13),
    ),
    key="code",
    list_route="streets:streets",
)

ADDRESSES = Layer(
    name="addresses",
    title=_("Addresses"),
    description=_("The numbers of the streets that are in use today."),
    geometry=Geometry.POINT,
    rows=_addresses,
    rows_on=_addresses_on,
    properties=(
        Property("number", _("number"), Kind.INTEGER, in_tiles=True),
        Property("suffix", _("suffix"), in_tiles=True),
        Property("street", _("code of the street"), path="street__code"),
        Property("street_ar", _("street in Arabic"), path="street__name_ar"),
        Property("street_fr", _("street in French"), path="street__name_fr"),
        Property("territory", _("territory"), path="territory__code"),
        *DATED,
    ),
    style=Style(Look(Colour.GREY)),
    stages=(Stage(16),),
    starts="valid_from",
    ends="valid_to",
    list_route="streets:addresses",
    label=("number", "suffix", "street"),
)

SERVICE_POINTS = Layer(
    name="service_points",
    title=_("Service points"),
    description=_("Where residents are served: administrations, health, schools, markets, bins."),
    geometry=Geometry.POINT,
    rows=_service_points,
    rows_on=_service_points_on,
    properties=(
        Property("category", _("category"), in_tiles=True),
        *NAMED,
        Property("code", _("code")),
        Property("address_ar", _("address in Arabic")),
        Property("address_fr", _("address in French")),
        Property("phone", _("telephone")),
        Property("opening_hours", _("opening hours")),
        Property("operator", _("run by")),
        Property("territory", _("territory"), path="territory__code"),
        *DATED,
    ),
    style=Style(Look(Colour.VIOLET)),
    stages=(Stage(12),),
    starts="valid_from",
    ends="valid_to",
    key="code",
    page_route="places:place",
    is_first=True,
)

register(TERRITORIES, TERRITORY_NAMES, STREETS, ADDRESSES, SERVICE_POINTS)
