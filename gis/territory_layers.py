"""The layers of the territory itself: boundaries, their names, streets."""

from django.utils.translation import gettext_lazy as _

from gis.layers import MAX_ZOOM, Layer, Source

IN_FORCE = "valid_from <= current_date AND (valid_to IS NULL OR valid_to > current_date)"

TERRITORIES = Layer(
    "territories",
    _("Boundaries"),
    (
        Source(
            0,
            MAX_ZOOM,
            ("level", "code"),
            "SELECT geom_3857 AS geom, level, code FROM territory_territory "
            f"WHERE geom_3857 && {{area}} AND {IN_FORCE}",
        ),
    ),
    fresh_seconds=3600,
)

TERRITORY_NAMES = Layer(
    "territory_names",
    _("Names of territories"),
    (
        Source(
            0,
            MAX_ZOOM,
            ("level", "name_fr", "name_ar"),
            "SELECT ST_PointOnSurface(geom_3857) AS geom, level, name_fr, name_ar "
            f"FROM territory_territory WHERE geom_3857 && {{area}} AND {IN_FORCE}",
        ),
    ),
    fresh_seconds=3600,
)


FIRST_NAMED = 13
"""Below this zoom no street is wide enough for its name."""


def _streets(min_zoom: int, max_zoom: int, *categories: str) -> Source:
    named = ("name_fr", "name_ar") if min_zoom >= FIRST_NAMED else ()
    chosen = ", ".join(f"'{category}'" for category in categories)
    return Source(
        min_zoom,
        max_zoom,
        ("category", *named),
        "SELECT geom_3857 AS geom, category, name_fr, name_ar FROM territory_street "
        f"WHERE geom_3857 && {{area}} AND category IN ({chosen})",
    )


STREETS = Layer(
    "streets",
    _("Streets"),
    (
        _streets(9, 10, "primary"),
        _streets(11, 11, "primary", "secondary"),
        _streets(12, 12, "primary", "secondary", "local"),
        _streets(13, MAX_ZOOM, "primary", "secondary", "local", "alley"),
    ),
)
