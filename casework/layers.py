"""Cases on the map: exact for the staff who may read them, coarse and wordless for everyone."""

from typing import Any, Final

from django.contrib.gis.db.models.functions import Transform
from django.db.models import DateField, QuerySet
from django.db.models.functions import TruncMonth
from django.utils.timezone import get_default_timezone
from django.utils.translation import gettext_lazy as _

from casework.models import Case
from casework.querysets import READ
from gis.layers import Geometry, Kind, Layer, Property, Stage, register
from gis.styles import Colour, Look, Shape, Style
from people.permissions import Actor

CELL_M: Final = 250
"""As in `sql/0009_map.sql`, whose index the tiles ask."""
KIND: Final = (
    Property("kind", _("kind"), path="kind__code", in_tiles=True),
    Property("kind_ar", _("kind in Arabic"), path="kind__name_ar"),
    Property("kind_fr", _("kind in French"), path="kind__name_fr"),
)
STATE: Final = Property("state", _("state"), in_tiles=True)


def _placed(cases: "QuerySet[Any]") -> "QuerySet[Any]":
    return cases.filter(geom__isnull=False)


def _cases(actor: Actor) -> "QuerySet[Any]":
    placed = _placed(Case.objects.visible_to(actor))
    flat: QuerySet[Any] = placed.annotate(geom_3857=Transform("geom", 3857))
    return flat


def _public_cases(_actor: Actor) -> "QuerySet[Any]":
    return _placed(Case.objects.filter(kind__is_on_public_map=True))


CASES = Layer(
    name="cases",
    title=_("Cases"),
    description=_("The cases that you may read and that have a place."),
    geometry=Geometry.POINT,
    rows=_cases,
    properties=(
        Property("reference", _("reference"), in_tiles=True),
        STATE,
        *KIND,
        Property("subject", _("subject")),
        Property("territory", _("territory"), path="territory_code"),
        Property("deposited_at", _("deposited at"), Kind.MOMENT),
        Property("due_on", _("due on"), Kind.DATE),
        Property("is_urgent", _("urgent"), Kind.BOOLEAN),
    ),
    capability=READ,
    style=Style(Look(Colour.ACCENT, shape=Shape.DIAMOND)),
    stages=(Stage(11),),
    starts="deposited_at",
    list_route="casework:list",
    page_route="casework:case",
    label=("reference",),
)
PUBLIC_CASES = Layer(
    name="public_cases",
    title=_("Requests in public space"),
    description=_(
        "What residents asked for in the street: kind, state and month alone, each in the middle "
        "of a square of 250 m."
    ),
    geometry=Geometry.POINT,
    rows=_public_cases,
    properties=(
        *KIND,
        STATE,
        Property(
            "month",
            _("month of the deposit"),
            Kind.DATE,
            value=TruncMonth(
                "deposited_at", output_field=DateField(), tzinfo=get_default_timezone()
            ),
        ),
    ),
    style=Style(Look(Colour.ACCENT, shape=Shape.DIAMOND)),
    stages=(Stage(11),),
    starts="month",
    coarse_m=CELL_M,
)

register(CASES, PUBLIC_CASES)
