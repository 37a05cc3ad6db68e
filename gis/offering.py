"""What a request at a point may be about: the things that stand there, each with its code."""

from dataclasses import dataclass
from functools import cache

from django.contrib.gis.geos import Point
from django.db import connection
from django.utils.translation import gettext as _

from gis.gazetteer import known, of_kind
from gis.scripts import in_language
from gis.whereis import FLAT, HERE, around
from people.permissions import Actor

MOST = 5


@dataclass(frozen=True)
class Thing:
    """Something that stands near a point; its own point in EPSG:4326, how far it is in metres."""

    kind: str
    ref: str
    label_ar: str
    label_fr: str
    detail_ar: str
    detail_fr: str
    longitude: float
    latitude: float
    distance_m: float

    @property
    def words(self) -> str:
        """What it is, its name or code, and where it stands, for those who are sent there."""
        told = {
            "kind": str(of_kind(self.kind).title),
            "name": in_language(ar=self.label_ar, fr=self.label_fr),
            "where": in_language(ar=self.detail_ar, fr=self.detail_fr),
        }
        if told["where"]:
            return _("%(kind)s %(name)s, %(where)s") % told
        return _("%(kind)s %(name)s") % told


def things_near(point: Point, *, actor: Actor | None = None) -> list[Thing]:
    """Return what stands near a point (EPSG:4326) and a request may be about, the nearest first.

    Without an actor only what is for everyone is offered.
    """
    kinds = tuple(each.kind for each in known() if each.offer_m and each.is_open_to(actor))
    where = around(point)
    if not kinds or not where:
        return []
    with connection.cursor() as cursor:
        cursor.execute(statement(kinds), where)
        return [Thing(*row) for row in cursor.fetchall()]


def offered_layers(actor: Actor | None = None) -> list[str]:
    """Return the layers on which what may be offered is seen."""
    return [
        each.layer for each in known() if each.offer_m and each.layer and each.is_open_to(actor)
    ]


@cache
def statement(kinds: tuple[str, ...]) -> str:
    """Return the one statement that asks each source, through its spatial index."""
    asked = " UNION ALL ".join(
        f"(SELECT '{each.kind}' AS kind, {each.offer_m} AS offer_m, ref, label_ar, label_fr, "
        f"detail_ar, detail_fr, geom FROM ({each.sql}) AS named "
        f"WHERE ST_DWithin(geom_3857, {FLAT}, {each.offer_m} * %(scale)s) "
        f"ORDER BY geom_3857 <-> {FLAT} LIMIT {MOST})"
        for each in map(of_kind, kinds)
    )
    return (
        "SELECT kind, ref, label_ar, label_fr, detail_ar, detail_fr, ST_X(geom), ST_Y(geom), metres"
        f" FROM (SELECT *, ST_Distance(geom::geography, {HERE}::geography) AS metres "
        f"FROM ({asked}) AS near) AS measured "
        f"WHERE metres <= offer_m ORDER BY metres, ref LIMIT {MOST}"
    )
