"""What a point lies in and what is nearest to it, in two statements."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import cos, radians

from django.contrib.gis.geos import Point
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from gis.enums import Level
from gis.gazetteer import known, of_kind
from gis.models import Territory
from gis.places import territories_at
from gis.scripts import in_language
from people.permissions import Actor

AT_THE_DOOR_M = 30
"""Within it an address is that of the point."""
BESIDE_M = 60
"""Within it a point is in the street."""
STRETCH = 1.03
"""The sphere of Web Mercator against the ellipsoid: a little more is looked at, then measured."""


@dataclass(frozen=True)
class Near:
    """The nearest thing of a kind, and how far it is, in metres on the ellipsoid."""

    kind: str
    ref: str
    label_ar: str
    label_fr: str
    distance_m: float

    @property
    def label(self) -> str:
        """Its name in the reader's script."""
        return in_language(ar=self.label_ar, fr=self.label_fr)

    @property
    def title(self) -> str:
        """What it is."""
        return str(of_kind(self.kind).title)


@dataclass(frozen=True)
class Whereabouts:
    """The territories of a point by their level, and what is nearest by its kind."""

    territories: Mapping[str, Territory]
    nearest: Mapping[str, Near]

    @property
    def territory(self) -> Territory | None:
        """The arrondissement, or the commune where it has none."""
        return self.territories.get(Level.ARRONDISSEMENT) or self.territories.get(Level.COMMUNE)

    @property
    def words(self) -> str:
        """The place as people say it: an address, a street, or what is near."""
        address, street = self.nearest.get("address"), self.nearest.get("street")
        if address and address.distance_m <= AT_THE_DOOR_M:
            return address.label
        if street and street.distance_m <= BESIDE_M:
            return street.label
        quarter = self.territories.get(Level.QUARTER)
        near = next((each for each in (address, street) if each), None)
        if near:
            return _("Near %(name)s") % {"name": near.label}
        return quarter.name if quarter else ""


def whereis(point: Point, *, day: dt.date | None = None, actor: Actor | None = None) -> Whereabouts:
    """Return where a point (EPSG:4326) lies on a day, and what is nearest to it today.

    Without an actor only what is for everyone is asked.
    """
    day = day or timezone.localdate()
    kinds = tuple(source.kind for source in known() if source.reach_m and source.is_open_to(actor))
    return Whereabouts(territories_at(point, day), _nearest(point, kinds))


HERE = "ST_SetSRID(ST_MakePoint(%(longitude)s, %(latitude)s), 4326)"
FLAT = f"ST_Transform({HERE}, 3857)"


def around(point: Point) -> dict[str, float]:
    """Return what statements about the neighbourhood of a point take; nothing near the poles."""
    if abs(point.y) > 85:
        return {}
    scale = STRETCH / cos(radians(point.y))
    return {"longitude": point.x, "latitude": point.y, "scale": scale}


def _nearest(point: Point, kinds: tuple[str, ...]) -> dict[str, Near]:
    where = around(point)
    if not kinds or not where:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(statement(kinds), where)
        return {row[0]: Near(*row) for row in cursor.fetchall()}


@cache
def statement(kinds: tuple[str, ...]) -> str:
    """Return the one statement that asks each source for its nearest, through its spatial index."""
    asked = " UNION ALL ".join(
        f"(SELECT '{each.kind}' AS kind, {each.reach_m} AS reach_m, ref, label_ar, label_fr, geom "
        f"FROM ({each.sql}) AS named "
        f"WHERE ST_DWithin(geom_3857, {FLAT}, {each.reach_m} * %(scale)s) "
        f"ORDER BY geom_3857 <-> {FLAT} LIMIT 1)"
        for each in map(of_kind, kinds)
    )
    return (
        "SELECT kind, ref, label_ar, label_fr, metres FROM ("
        f"SELECT *, ST_Distance(geom::geography, {HERE}::geography) AS metres FROM ({asked}) AS a"
        ") AS nearest WHERE metres <= reach_m"
    )
