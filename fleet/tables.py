"""The lists of vehicles and of bus stops."""

import datetime as dt
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fleet.enums import Activity
from fleet.models import BusStop, Vehicle
from fleet.rules import activity_of
from people.forms.fields import DayInput
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


class StopFilters(TableFilters):
    """By line, and whether a stop is in use on a day."""

    search_fields = ("name_fr__matches", "name_ar__matches", "code__matches")
    on = django_filters.DateFilter(label=_("In use on"), method="in_use", widget=DayInput)

    class Meta:
        model = BusStop
        fields = ["lines"]

    def in_use(self, rows: "QuerySet[Any]", _name: str, value: dt.date) -> "QuerySet[Any]":
        """Keep the stops of that day."""
        narrowed: QuerySet[Any] = rows.filter(pk__in=BusStop.objects.valid_on(value))
        return narrowed


def _stops(_actor: Actor) -> "QuerySet[Any]":
    rows: QuerySet[Any] = BusStop.objects.with_lines().defer("geom_3857", "key")
    return rows


BUS_STOPS = Table(
    name="fleet.stops",
    title=_("Bus stops"),
    rows=_stops,
    columns=(
        Column("name", _("Name"), sort=("name_fr",), is_heading=True),
        Column("name_ar", _("name in Arabic"), on_screen=False),
        Column("name_fr", _("name in French"), on_screen=False),
        Column("line_codes", _("bus lines"), Kind.CODE),
        Column("valid_from", _("valid from"), Kind.DATE, sort=("valid_from",)),
        Column("valid_to", _("valid until"), Kind.DATE, sort=("valid_to",)),
        Column("code", _("Code"), Kind.CODE, sort=("code",)),
    ),
    filters=StopFilters,
    order=("name_fr",),
    geometry="geom",
)
