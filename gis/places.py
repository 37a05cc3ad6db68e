"""Where something lies: an arrondissement and a point that agree with each other."""

import datetime as dt

from django.contrib.gis.geos import Point
from django.core.exceptions import ValidationError
from django.db.models import Count, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from gis.enums import ADMINISTRATIVE, Level
from gis.models import Territory
from people.rules import lies_in


def settled_territory(
    *, territory_code: str, point: Point | None, day: dt.date | None = None
) -> str:
    """Return the code of the territory in which something lies: the one named, or the point's.

    The point is in EPSG:4326. Where no boundaries are loaded, nothing is held against them. Raises
    ValidationError with "territory" for one that is not in force or does not hold the point, with
    "latitude" for a point outside the commune.
    """
    day = day or timezone.localdate()
    known = Territory.objects.valid_on(day)
    if not (territory_code or point) or not known.exists():
        return territory_code
    if territory_code and not known.filter(code=territory_code).exists():
        raise ValidationError({"territory": _("This territory is not one of today’s.")})
    if point is None:
        return territory_code
    here = territories_at(point, day)
    if not any(level in here for level in ADMINISTRATIVE):
        raise ValidationError({"latitude": _("This point lies outside the commune.")})
    found = here.get(Level.ARRONDISSEMENT)
    if found is None:
        return territory_code
    if not lies_in(found.code, territory_code):
        raise ValidationError(
            {
                "territory": _("The point lies in %(name)s: choose that, or move the point.")
                % {"name": found.name}
            }
        )
    return str(found.code)


def territory_name(code: str, day: dt.date | None = None) -> str:
    """Return the name of a territory in the reader's script, or its code where it is unknown."""
    known = Territory.objects.filter(code=code).defer("geom", "geom_3857")
    found = known.valid_on(day or timezone.localdate()).first() or known.last()
    return found.name if found else code


def territories_at(point: Point, day: dt.date) -> dict[str, Territory]:
    """Return the territory of each level in which a point (EPSG:4326) lies on a day.

    One query, without the shapes. Of two of a level, such as lots of two contracts, that of the
    first code is returned.
    """
    rows = Territory.objects.valid_on(day).containing(point).defer("geom", "geom_3857")
    return {each.level: each for each in rows.order_by("level", "-code")}


def population_of(code: str, day: dt.date | None = None) -> int | None:
    """Return the inhabitants of a territory as counted in the row that holds on a day.

    A territory without a figure of its own has that of its parts, if each of them has one.
    """
    day = day or timezone.localdate()
    known = Territory.objects.valid_on(day)
    own: int | None = known.filter(code=code).values_list("population", flat=True).first()
    if own is not None:
        return own
    parts = known.filter(parent__code=code).order_by()
    figures = parts.values("level").annotate(
        inhabitants=Sum("population"), counted=Count("population"), parts=Count("pk")
    )
    whole = [row["inhabitants"] for row in figures if row["counted"] == row["parts"]]
    return max(whole, default=None)
