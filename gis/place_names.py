"""What the territory itself brings to the search: its units, streets, addresses, service points."""

from django.utils.translation import gettext_lazy as _

from gis.enums import Level, ServiceCategory, StreetCategory
from gis.gazetteer import Source, register


def in_force(row: str) -> str:
    """Return the condition that a row holds today."""
    return (
        f"{row}.valid_from <= current_date "
        f"AND ({row}.valid_to IS NULL OR {row}.valid_to > current_date)"
    )


TERRITORIES = Source(
    "territory",
    _("Territory"),
    "SELECT t.code AS ref, t.level AS variety, '' AS number, t.key, "
    "t.name_ar AS label_ar, t.name_fr AS label_fr, "
    "coalesce(p.name_ar, '') AS detail_ar, coalesce(p.name_fr, '') AS detail_fr, "
    "ST_PointOnSurface(t.geom) AS geom, ST_PointOnSurface(t.geom_3857) AS geom_3857 "
    "FROM territory_territory t LEFT JOIN territory_territory p ON p.id = t.parent_id "
    f"WHERE {in_force('t')}",
    varieties=dict(Level.choices),
    weight=9,
)

STREETS = Source(
    "street",
    _("Street"),
    "SELECT s.code AS ref, s.category AS variety, '' AS number, s.key, "
    "s.name_ar AS label_ar, s.name_fr AS label_fr, "
    "coalesce(t.name_ar, '') AS detail_ar, coalesce(t.name_fr, '') AS detail_fr, "
    "s.geom, s.geom_3857 "
    "FROM territory_street s LEFT JOIN territory_territory t ON t.id = s.territory_id",
    varieties=dict(StreetCategory.choices),
    weight=6,
    reach_m=200,
)

ADDRESSES = Source(
    "address",
    _("Address"),
    "SELECT a.id::text AS ref, '' AS variety, trim(a.number || ' ' || a.suffix) AS number, s.key, "
    "s.name_ar || '، ' || trim(a.number || ' ' || a.suffix) AS label_ar, "
    "trim(a.number || ' ' || a.suffix) || ', ' || s.name_fr AS label_fr, "
    "coalesce(t.name_ar, '') AS detail_ar, coalesce(t.name_fr, '') AS detail_fr, "
    "a.geom, a.geom_3857 FROM territory_addresspoint a "
    "JOIN territory_street s ON s.id = a.street_id "
    f"LEFT JOIN territory_territory t ON t.id = a.territory_id WHERE {in_force('a')}",
    weight=3,
    has_number=True,
    reach_m=100,
)

SERVICE_POINTS = Source(
    "service",
    _("Service point"),
    "SELECT p.code AS ref, p.category AS variety, '' AS number, p.key, "
    "p.name_ar AS label_ar, p.name_fr AS label_fr, "
    "coalesce(nullif(p.address_ar, ''), t.name_ar, '') AS detail_ar, "
    "coalesce(nullif(p.address_fr, ''), t.name_fr, '') AS detail_fr, "
    "p.geom, p.geom_3857 FROM territory_servicepoint p "
    f"LEFT JOIN territory_territory t ON t.id = p.territory_id WHERE {in_force('p')}",
    varieties=dict(ServiceCategory.choices),
    page="places:place",
    weight=5,
    reach_m=2_000,
)

register(TERRITORIES, STREETS, ADDRESSES, SERVICE_POINTS)
