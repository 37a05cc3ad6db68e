"""The list of vehicles."""

import datetime as dt
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fleet.enums import Activity
from fleet.models import Vehicle
from fleet.rules import activity_of
from people.permissions import Actor
from workspace.tables import Column, Kind, Table, TableFilters

ACTIVITY_TONES = {
    Activity.MOVING: "good",
    Activity.STANDING: "still",
    Activity.STALE: "warning",
    Activity.SILENT: "none",
}


def activity_of_vehicle(vehicle: Vehicle, now: dt.datetime | None = None) -> Activity:
    """Tell what a located vehicle is doing."""
    seen_at: dt.datetime | None = getattr(vehicle, "seen_at", None)
    speed_kmh: float | None = getattr(vehicle, "speed_kmh", None)
    return activity_of(seen_at, speed_kmh, now or timezone.now())


class VehicleFilters(TableFilters):
    """By kind, operator, line and what the vehicle is doing."""

    search_fields = ("code__matches", "plate__matches")
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=Activity.choices, method="by_activity"
    )

    class Meta:
        model = Vehicle
        fields = ["kind", "operator", "line"]

    def by_activity(self, rows: "QuerySet[Any]", _name: str, value: str) -> "QuerySet[Any]":
        """Keep the vehicles that are doing this now."""
        narrowed: QuerySet[Any] = getattr(rows, value)(timezone.now())
        return narrowed


def _vehicles(_actor: Actor) -> "QuerySet[Any]":
    joined = Vehicle.objects.located().select_related("operator", "line")
    return joined.defer("line__geom", "line__geom_3857")


VEHICLES = Table(
    name="fleet.vehicles",
    title=_("Vehicles"),
    rows=_vehicles,
    columns=(
        Column("code", _("Code"), Kind.CODE, sort=("code",), is_heading=True),
        Column("kind", _("Kind"), value=lambda row: row.get_kind_display(), sort=("kind",)),
        Column(
            "state",
            _("State"),
            Kind.STATE,
            value=lambda row: activity_of_vehicle(row).label,
            tone=lambda row: ACTIVITY_TONES[activity_of_vehicle(row)],
        ),
        Column("speed_kmh", _("Speed, km/h"), Kind.NUMBER, sort=("speed_kmh",)),
        Column("seen_at", _("Last position"), Kind.AGE, sort=("seen_at",)),
        Column("line", _("Bus line"), value="line.name", sort=("line__code",)),
        Column("operator", _("Operator"), value="operator.name", sort=("operator__code",)),
        Column("plate", _("registration plate"), Kind.CODE, on_screen=False),
    ),
    filters=VehicleFilters,
    order=("code",),
    geometry="place",
)
