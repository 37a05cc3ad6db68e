"""Lamps and cabinets as adjectives, by what they said last."""

import datetime as dt
from typing import Self

from django.db.models import Case, CharField, Q, QuerySet, Value, When
from django.db.models.functions import Now

from lighting.enums import Condition
from lighting.rules import SILENT_AFTER

LAMP = "device__latest_lamp_state__"
METER = "device__latest_meter_reading__"


class LampQuerySet(QuerySet):  # type: ignore[type-arg]
    """Lighting points; only those with a device can be lit, faulty or silent."""

    def monitored(self) -> Self:
        """Keep the lamps that have a device."""
        return self.exclude(device=None)

    def lit(self, now: dt.datetime) -> Self:
        """Keep the lamps that said they are on."""
        return self.filter(is_lit(now))

    def faulty(self, now: dt.datetime) -> Self:
        """Keep the lamps that report a fault."""
        return self.filter(is_faulty(now))

    def silent(self, now: dt.datetime) -> Self:
        """Keep the monitored lamps that have said nothing for long, or nothing ever."""
        return self.monitored().filter(is_silent(LAMP, now))

    def with_condition(self) -> Self:
        """Bring along as `condition` what each lamp is doing, by the database's clock."""
        said = (
            When(is_silent(LAMP, Now()), then=Value(Condition.SILENT)),
            When(**{f"{LAMP}fault__gt": 0}, then=Value(Condition.FAULTY)),
            When(**{f"{LAMP}is_on": True}, then=Value(Condition.LIT)),
        )
        return self.annotate(condition=_first_of(*said, otherwise=Condition.OFF))


class CabinetQuerySet(QuerySet):  # type: ignore[type-arg]
    """Lighting cabinets."""

    def monitored(self) -> Self:
        """Keep the cabinets that have a device."""
        return self.exclude(device=None)

    def reporting(self, now: dt.datetime) -> Self:
        """Keep the cabinets whose meter was read lately."""
        return self.filter(**{f"{METER}at__gte": now - SILENT_AFTER})

    def silent(self, now: dt.datetime) -> Self:
        """Keep the monitored cabinets whose meter was not read for long, or never."""
        return self.monitored().filter(is_silent(METER, now))

    def with_condition(self) -> Self:
        """Bring along as `condition` whether each meter is read, by the database's clock."""
        silent = When(is_silent(METER, Now()), then=Value(Condition.SILENT))
        return self.annotate(condition=_first_of(silent, otherwise=Condition.REPORTING))


def is_lit(now: dt.datetime) -> Q:
    """Return the condition for a lamp that said it is on."""
    return Q(**{f"{LAMP}at__gte": now - SILENT_AFTER, f"{LAMP}is_on": True})


def is_faulty(now: dt.datetime) -> Q:
    """Return the condition for a lamp that reports a fault."""
    return Q(**{f"{LAMP}at__gte": now - SILENT_AFTER, f"{LAMP}fault__gt": 0})


def _first_of(*conditions: When, otherwise: Condition) -> Case:
    unwatched = When(device=None, then=Value(Condition.UNWATCHED))
    field = CharField()
    return Case(unwatched, *conditions, default=Value(otherwise), output_field=field)


def is_silent(newest: str, now: dt.datetime | Now) -> Q:
    """Return the condition for a device that fell silent; `newest` leads to its latest row."""
    return Q(**{f"{newest}at__lt": now - SILENT_AFTER}) | Q(**{f"{newest}at": None})
