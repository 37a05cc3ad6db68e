"""The lists that say what the map shows: each kind of thing, its form and its rows."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dashboard.forms import CabinetListForm, LampListForm, ListForm, VehicleListForm
from fleet.models import Vehicle
from lighting.models import Cabinet, Lamp

Rows = QuerySet[Any]


@dataclass(frozen=True)
class Listing:
    """One tab of the list page."""

    name: str
    title: "str | Promise"
    form: type[ListForm]
    rows: Callable[[dict[str, str], dt.datetime], Rows]
    default: dict[str, str]

    @property
    def template(self) -> str:
        """Return the template of its table."""
        return f"dashboard/list_{self.name}.html"


def _vehicles(asked: dict[str, str], now: dt.datetime) -> Rows:
    rows = Vehicle.objects.located().select_related("line", "operator")
    if "kind" in asked:
        rows = rows.filter(kind=asked["kind"])
    states: dict[str, Callable[[], Any]] = {
        "moving": lambda: rows.moving(now),
        "standing": lambda: rows.standing(now),
        "stale": lambda: rows.stale(now),
        "silent": lambda: rows.silent(now),
    }
    return _narrowed(rows, asked, states)


def _lamps(asked: dict[str, str], now: dt.datetime) -> Rows:
    rows = Lamp.objects.select_related("device__latest_lamp_state", "street", "territory")
    states: dict[str, Callable[[], Any]] = {
        "faulty": lambda: rows.faulty(now),
        "silent": lambda: rows.silent(now),
        "lit": lambda: rows.lit(now),
    }
    return _narrowed(rows, asked, states)


def _cabinets(asked: dict[str, str], now: dt.datetime) -> Rows:
    rows = Cabinet.objects.select_related("device__latest_meter_reading", "territory")
    states: dict[str, Callable[[], Any]] = {
        "reporting": lambda: rows.reporting(now),
        "silent": lambda: rows.silent(now),
    }
    return _narrowed(rows, asked, states)


def _narrowed(rows: Rows, asked: dict[str, str], states: dict[str, Callable[[], Any]]) -> Rows:
    if "state" in asked:
        rows = states[asked["state"]]()
    if "q" in asked:
        rows = rows.filter(code__icontains=asked["q"])
    return rows.order_by("code")


LISTINGS = {
    listing.name: listing
    for listing in (
        Listing("vehicles", _("Vehicles"), VehicleListForm, _vehicles, {}),
        Listing("lamps", _("Lamps"), LampListForm, _lamps, {"state": "faulty"}),
        Listing("cabinets", _("Cabinets"), CabinetListForm, _cabinets, {}),
    )
}
