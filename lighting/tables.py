"""The lists of lamps and of cabinets."""

import datetime as dt
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gis.models import Street
from gis.tables import without_shapes
from lighting.enums import Condition, LampFault
from lighting.models import Cabinet, Lamp
from lighting.rules import Said, condition_of_cabinet, condition_of_lamp
from people.permissions import Actor
from workspace.tables import Column, Kind, Table, TableFilters

CONDITION_TONES = {
    Condition.LIT: "good",
    Condition.OFF: "still",
    Condition.FAULTY: "alarm",
    Condition.REPORTING: "good",
    Condition.SILENT: "none",
    Condition.UNWATCHED: "none",
}


def condition_of(asset: Lamp | Cabinet, now: dt.datetime | None = None) -> Condition:
    """Tell what a lamp or cabinet is doing; its device and newest record should be joined."""
    now, has_device = now or timezone.now(), asset.device is not None
    if isinstance(asset, Cabinet):
        reading = getattr(asset.device, "latest_meter_reading", None)
        return condition_of_cabinet(reading and reading.at, now, has_device=has_device)
    state = getattr(asset.device, "latest_lamp_state", None)
    said = Said(state.at, bool(state.is_on), bool(state.fault)) if state else None
    return condition_of_lamp(said, now, has_device=has_device)


def _by_state(rows: "QuerySet[Any]", value: str) -> "QuerySet[Any]":
    narrowed: QuerySet[Any] = getattr(rows, value)(timezone.now())
    return narrowed


class LampFilters(TableFilters):
    """By what the lamp is doing, its street, light source and territory."""

    search_fields = ("code__matches",)
    is_indexed = True
    street = django_filters.CharFilter(label=_("Street"), method="by_street", max_length=80)
    state = django_filters.ChoiceFilter(
        label=_("State"),
        choices=[
            (each.value, each.label) for each in (Condition.FAULTY, Condition.SILENT, Condition.LIT)
        ],
        method="by_condition",
    )

    class Meta:
        model = Lamp
        fields = ["lamp_type", "territory"]

    def by_street(self, rows: "QuerySet[Any]", _name: str, text: str) -> "QuerySet[Any]":
        """Keep the lamps of the streets of this name, in either script."""
        named = Q(name_fr__matches=text) | Q(name_ar__matches=text)
        return rows.filter(street__in=Street.objects.filter(named).values("pk"))

    def by_condition(self, rows: "QuerySet[Any]", _name: str, value: str) -> "QuerySet[Any]":
        """Keep the lamps that are in this condition now."""
        return _by_state(rows, value)


class CabinetFilters(TableFilters):
    """By whether the meter is read, and territory."""

    search_fields = ("code__matches", "supply_id__icontains")
    state = django_filters.ChoiceFilter(
        label=_("State"),
        choices=[(each.value, each.label) for each in (Condition.REPORTING, Condition.SILENT)],
        method="by_condition",
    )

    class Meta:
        model = Cabinet
        fields = ["territory"]

    def by_condition(self, rows: "QuerySet[Any]", _name: str, value: str) -> "QuerySet[Any]":
        """Keep the cabinets that are in this condition now."""
        return _by_state(rows, value)


def _lamps(_actor: Actor) -> "QuerySet[Any]":
    joined = Lamp.objects.select_related("device__latest_lamp_state", "street")
    return without_shapes(joined).defer("street__geom", "street__geom_3857")


def _cabinets(_actor: Actor) -> "QuerySet[Any]":
    return without_shapes(Cabinet.objects.select_related("device__latest_meter_reading"))


def _fault(lamp: Lamp) -> "str | None":
    if condition_of(lamp) is not Condition.FAULTY or lamp.device is None:
        return None
    return str(LampFault(lamp.device.latest_lamp_state.fault or 0).label)


def _power_kw(cabinet: Cabinet) -> float | None:
    reading = getattr(cabinet.device, "latest_meter_reading", None)
    return reading.power_w / 1000 if reading and reading.power_w is not None else None


def _state() -> Column:
    return Column(
        "state",
        _("State"),
        Kind.STATE,
        value=lambda row: condition_of(row).label,
        tone=lambda row: CONDITION_TONES[condition_of(row)],
    )


LAMPS = Table(
    name="lighting.lamps",
    title=_("Lamps"),
    rows=_lamps,
    columns=(
        Column("code", _("Code"), Kind.CODE, sort=("code",), is_heading=True),
        _state(),
        Column("fault", _("Fault"), value=_fault),
        Column("said_at", _("Last message"), Kind.AGE, value="device.latest_lamp_state.at"),
        Column("street", _("Street"), value="street.name"),
        Column("territory", _("Territory"), value="territory.name"),
        Column("power_w", _("rated power in watts"), Kind.NUMBER, sort=("power_w",)),
        Column("source", _("light source"), value=lambda row: row.get_lamp_type_display()),
    ),
    filters=LampFilters,
    order=("code",),
    geometry="geom",
)

CABINETS = Table(
    name="lighting.cabinets",
    title=_("Cabinets"),
    rows=_cabinets,
    columns=(
        Column("code", _("Code"), Kind.CODE, sort=("code",), is_heading=True),
        _state(),
        Column("power_kw", _("Power, kW"), Kind.NUMBER, value=_power_kw, decimals=1),
        Column("read_at", _("Last reading"), Kind.AGE, value="device.latest_meter_reading.at"),
        Column("supply_id", _("Supply contract"), Kind.CODE, sort=("supply_id",)),
        Column("territory", _("Territory"), value="territory.name"),
    ),
    filters=CabinetFilters,
    order=("code",),
    geometry="geom",
)
