"""Vehicles and their devices as adjectives."""

import datetime as dt
from typing import Self

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    F,
    FilteredRelation,
    Func,
    OuterRef,
    Q,
    QuerySet,
    TextField,
    Value,
)

from fleet.rules import MOVING_KMH, SILENT_AFTER, STALE_AFTER
from gis.querysets import DatedQuerySet


class BusStopQuerySet(DatedQuerySet):
    """Bus stops with the lines that call at them."""

    def with_lines(self) -> Self:
        """Add `line_codes`: the codes of the lines in the order of their names, as one text."""
        calls = self.model.calls.field.model._default_manager.filter(stop=OuterRef("pk"))
        codes = calls.order_by("line__code").values_list("line__code").distinct()
        told = Func(
            ArraySubquery(codes),
            Value(" "),
            function="array_to_string",
            output_field=TextField(),
        )
        return self.annotate(line_codes=told)


class FittingQuerySet(QuerySet):  # type: ignore[type-arg]
    """Which device is in which vehicle, and when."""

    def valid_at(self, moment: dt.datetime) -> Self:
        """Keep the fittings in force at `moment`."""
        return self.filter(valid_from__lte=moment).filter(Q(valid_to=None) | Q(valid_to__gt=moment))

    def current(self) -> Self:
        """Keep the fittings that have not ended."""
        return self.filter(valid_to=None)


class VehicleQuerySet(QuerySet):  # type: ignore[type-arg]
    """Vehicles with what their present device said last."""

    def located(self) -> Self:
        """Add the present device and its newest fix.

        As `device_id`, `seen_at`, `place`, `speed_kmh` and `heading_deg`.
        """
        newest = "fitting__device__latest_position"
        return self.alias(
            fitting=FilteredRelation("fittings", condition=Q(fittings__valid_to=None))
        ).annotate(
            device_id=F("fitting__device_id"),
            seen_at=F(f"{newest}__at"),
            place=F(f"{newest}__geom"),
            speed_kmh=F(f"{newest}__speed_kmh"),
            heading_deg=F(f"{newest}__heading_deg"),
        )

    def reporting(self, now: dt.datetime) -> Self:
        """Keep the located vehicles whose place is known now."""
        return self.filter(is_reporting(now))

    def moving(self, now: dt.datetime) -> Self:
        """Keep the located vehicles that report and move."""
        return self.filter(is_moving(now))

    def standing(self, now: dt.datetime) -> Self:
        """Keep the located vehicles that report and do not move."""
        return self.filter(is_reporting(now)).filter(
            Q(speed_kmh__lt=MOVING_KMH) | Q(speed_kmh=None)
        )

    def stale(self, now: dt.datetime) -> Self:
        """Keep the located vehicles whose place was known a while ago."""
        return self.filter(is_stale(now))

    def silent(self, now: dt.datetime) -> Self:
        """Keep the located vehicles that have said nothing for long, or nothing ever."""
        return self.filter(is_silent(now))


def is_reporting(now: dt.datetime) -> Q:
    """Return the condition for a vehicle whose last fix is fresh."""
    return Q(seen_at__gte=now - STALE_AFTER)


def is_moving(now: dt.datetime) -> Q:
    """Return the condition for a vehicle that reports a speed above standing still."""
    return is_reporting(now) & Q(speed_kmh__gte=MOVING_KMH)


def is_stale(now: dt.datetime) -> Q:
    """Return the condition for a vehicle whose last fix is old but not very old."""
    return Q(seen_at__lt=now - STALE_AFTER, seen_at__gte=now - SILENT_AFTER)


def is_silent(now: dt.datetime) -> Q:
    """Return the condition for a vehicle that fell silent or never spoke."""
    return Q(seen_at__lt=now - SILENT_AFTER) | Q(seen_at=None)
