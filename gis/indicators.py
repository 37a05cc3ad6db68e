"""What the council watches for each inhabitant, by the census figures of the arrondissements."""

from functools import partial
from typing import Final

from django.utils.translation import gettext_lazy as _

from gis.enums import Level, ServiceCategory
from workspace.indicators import EACH_DAY, Direction, Indicator, Measure

LIVE: Final = "SELECT now()"
"""What is counted in the tables themselves is as new as the moment of counting."""


def holds(row: str) -> str:
    """Return the SQL condition that a dated row holds on the day `g.day`."""
    return (
        f"{row}.valid_from <= g.day::date "
        f"AND ({row}.valid_to IS NULL OR {row}.valid_to > g.day::date)"
    )


def per_inhabitant(counted: str) -> str:
    """Return the source of a rate: a record is an arrondissement, its denominator who lives there.

    `counted` selects `day`, `code` of the territory and `n`. Where the census has no figure there
    is no rate.
    """
    return f"""
        SELECT g.day::date AS day, t.code AS territory_code, t.id AS record,
               coalesce(counted.n, 0)::bigint AS numerator, t.population::bigint AS denominator
        FROM {EACH_DAY} JOIN territory_territory AS t
          ON t.level = '{Level.ARRONDISSEMENT}' AND t.population > 0 AND {holds("t")}
        LEFT JOIN ({counted}) AS counted ON counted.day = g.day::date AND counted.code = t.code
    """


_HEALTH = f"""
    SELECT g.day::date AS day, h.code, count(*) AS n
    FROM {EACH_DAY} JOIN territory_servicepoint AS p
      ON p.category = '{ServiceCategory.HEALTH}' AND {holds("p")}
    JOIN territory_territory AS h ON h.id = p.territory_id
    GROUP BY 1, 2
"""

of_inhabitants = partial(
    Indicator,
    labels=(
        "SELECT id, name_ar || ' / ' || name_fr FROM territory_territory "
        "WHERE id = ANY(%(records)s)"
    ),
    record_name=_("Arrondissement"),
    by_territory=True,
)

INDICATORS = (
    of_inhabitants(
        "gis.health_points",
        name=_("Health services per 10,000 inhabitants"),
        definition=_(
            "Places of the directory in the category health on the day, over the inhabitants of"
            " the census."
        ),
        owner=_("Territory"),
        department="urban-planning",
        unit=_("per 10,000"),
        source=per_inhabitant(_HEALTH),
        as_of=LIVE,
        measure=Measure.STOCK,
        factor=10_000,
        decimals=1,
        direction=Direction.UP,
    ),
)
