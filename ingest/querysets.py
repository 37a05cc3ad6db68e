"""What devices said last and what was refused of them, as adjectives."""

import datetime as dt
from typing import Self

from django.db.models import (
    Case,
    F,
    FilteredRelation,
    Func,
    Q,
    QuerySet,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Concat, Lower, Substr

from fleet.rules import SILENT_AFTER as VEHICLE_SILENT_AFTER
from lighting.rules import SILENT_AFTER as LIGHTING_SILENT_AFTER
from telemetry.enums import DeviceKind

_NEWEST = ("latest_position", "latest_lamp_state", "latest_meter_reading")
_HTTP = "http/osmand/"
_SLASH = Value("/", output_field=TextField())


class HeardDeviceQuerySet(QuerySet):  # type: ignore[type-arg]
    """Devices with the newest measurement that is stored of each."""

    def heard(self) -> Self:
        """Add `seen_at`, the device's own time of its newest measurement, `heard_at`, and the code
        of its `place`: a vehicle, lamp or cabinet.
        """
        fitted = FilteredRelation("fittings", condition=Q(fittings__valid_to=None))
        return self.alias(fitting=fitted).annotate(
            seen_at=Coalesce(*(F(f"{newest}__at") for newest in _NEWEST)),
            heard_at=Coalesce(*(F(f"{newest}__received_at") for newest in _NEWEST)),
            place=Coalesce(
                "fitting__vehicle__code", "lamp__code", "cabinet__code", Value(""),
                output_field=TextField(),
            ),
        )  # fmt: skip

    def silent(self, now: dt.datetime) -> Self:
        """Keep the heard devices that have said nothing for long, or nothing ever."""
        is_tracker = Q(kind=DeviceKind.VEHICLE)
        return self.filter(
            Q(seen_at=None)
            | (is_tracker & Q(seen_at__lt=now - VEHICLE_SILENT_AFTER))
            | (~is_tracker & Q(seen_at__lt=now - LIGHTING_SILENT_AFTER))
        )


class DeadLetterQuerySet(QuerySet):  # type: ignore[type-arg]
    """Refused messages."""

    def with_device(self) -> Self:
        """Add `uid`, the identity that the topic names as the decoders read it; null where none."""
        return self.annotate(
            uid=Case(
                When(topic__startswith="city/", then=_level(2)),
                When(topic__startswith="owntracks/", then=Concat(_level(2), _SLASH, _level(3))),
                When(topic__startswith="application/", then=Lower(_level(4))),
                When(topic__startswith=_HTTP, then=Substr("topic", len(_HTTP) + 1)),
                When(topic__endswith="/data", then=_level(1)),
                output_field=TextField(),
            )
        )

    def newest_of_each_device(self) -> Self:
        """Keep the letter of each device that was received last."""
        return self.with_device().order_by("uid", "-last_received_at").distinct("uid")


def _level(number: int) -> Func:
    """Return a level of the topic, the first being 1."""
    return Func("topic", _SLASH, Value(number), function="split_part", output_field=TextField())
