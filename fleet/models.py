"""Vehicles, the devices fitted to them, their lines and rounds, and their telemetry."""

from django.contrib.gis.db.models import MultiLineStringField, PointField
from django.contrib.gis.db.models.functions import Transform
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from fleet.enums import VehicleKind
from fleet.querysets import BusStopQuerySet, FittingQuerySet, VehicleQuerySet
from gis.names import ends_after_it_begins, key_index, names_key, point_3857
from gis.scripts import in_language
from telemetry.models import Device


class BilingualModel(models.Model):
    """Something named in Arabic and French."""

    name_fr = models.CharField(_("name in French"), max_length=160)
    name_ar = models.CharField(_("name in Arabic"), max_length=160)
    is_simulated = models.BooleanField(_("simulated"), default=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's script."""
        return in_language(ar=self.name_ar, fr=self.name_fr)


class Operator(BilingualModel):
    """The body that runs vehicles for the commune (المفوض إليه / délégataire)."""

    code = models.CharField(_("code"), max_length=30, unique=True)

    class Meta:
        verbose_name = _("operator")
        verbose_name_plural = _("operators")


class BusLine(BilingualModel):
    """A bus line (خط الحافلة) with the streets it follows."""

    code = models.CharField(_("code"), max_length=30, unique=True)
    color = models.CharField(_("colour"), max_length=7, default="#1f4e9c")
    geom = MultiLineStringField(_("route"), srid=4326)
    geom_3857 = models.GeneratedField(
        expression=Transform("geom", 3857),
        output_field=MultiLineStringField(srid=3857),
        db_persist=True,
    )
    key = names_key()

    class Meta:
        verbose_name = _("bus line")
        verbose_name_plural = _("bus lines")
        indexes = [key_index("bus_line_key")]


class BusStop(BilingualModel):
    """A place where buses stop (موقف الحافلة / arrêt de bus), from a day to another."""

    code = models.CharField(_("code"), max_length=30, unique=True)
    lines = models.ManyToManyField(
        BusLine, through="Call", related_name="stops", verbose_name=_("bus lines")
    )
    geom = PointField(_("position"), srid=4326)
    geom_3857 = point_3857()
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid until"), null=True, blank=True)
    key = names_key()

    objects = BusStopQuerySet.as_manager()

    class Meta:
        verbose_name = _("bus stop")
        verbose_name_plural = _("bus stops")
        indexes = [
            GistIndex(fields=["geom_3857"], name="bus_stop_tiles"),
            key_index("bus_stop_key"),
        ]
        constraints = [ends_after_it_begins("bus_stop_ends_after_it_begins")]


class Call(models.Model):
    """A stop of a line, by its place in the order of one direction (0 out, 1 back, as in GTFS)."""

    line = models.ForeignKey(
        BusLine, models.CASCADE, related_name="calls", verbose_name=_("bus line")
    )
    direction = models.PositiveSmallIntegerField(_("direction"), default=0)
    order = models.PositiveSmallIntegerField(_("order"))
    stop = models.ForeignKey(
        BusStop, models.PROTECT, related_name="calls", verbose_name=_("bus stop")
    )

    class Meta:
        verbose_name = _("stop of a line")
        verbose_name_plural = _("stops of lines")
        ordering = ["line", "direction", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["line", "direction", "order"],
                name="call_order_once_a_direction",
                violation_error_message=_("This line already has a stop at that place."),
            ),
            models.CheckConstraint(
                name="call_direction_is_out_or_back",
                condition=Q(direction__in=[0, 1]),
                violation_error_message=_("A direction is 0, out, or 1, back."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line_id}/{self.direction}/{self.order}"


class SanitationRound(BilingualModel):
    """The streets that a refuse truck serves in one shift (مسار الجمع / circuit de collecte)."""

    code = models.CharField(_("code"), max_length=30, unique=True)
    operator = models.ForeignKey(Operator, models.PROTECT, verbose_name=_("operator"))
    geom = MultiLineStringField(_("route"), srid=4326)

    class Meta:
        verbose_name = _("sanitation round")
        verbose_name_plural = _("sanitation rounds")


class Vehicle(models.Model):
    """A bus, truck, sweeper or service vehicle."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=VehicleKind)
    plate = models.CharField(_("registration plate"), max_length=30, blank=True)
    operator = models.ForeignKey(
        Operator, models.PROTECT, null=True, blank=True, verbose_name=_("operator")
    )
    line = models.ForeignKey(
        BusLine, models.PROTECT, null=True, blank=True, verbose_name=_("bus line")
    )
    round = models.ForeignKey(
        SanitationRound, models.PROTECT, null=True, blank=True, verbose_name=_("sanitation round")
    )
    is_simulated = models.BooleanField(_("simulated"), default=False)

    objects = VehicleQuerySet.as_manager()

    class Meta:
        verbose_name = _("vehicle")
        verbose_name_plural = _("vehicles")

    def __str__(self) -> str:
        return self.code


class Fitting(models.Model):
    """Which device was in which vehicle, and when: kilometres follow the vehicle."""

    vehicle = models.ForeignKey(
        Vehicle, models.CASCADE, related_name="fittings", verbose_name=_("vehicle")
    )
    device = models.ForeignKey(
        Device, models.CASCADE, related_name="fittings", verbose_name=_("device")
    )
    valid_from = models.DateTimeField(_("fitted at"))
    valid_to = models.DateTimeField(_("removed at"), null=True, blank=True)

    objects = FittingQuerySet.as_manager()

    class Meta:
        verbose_name = _("fitted device")
        verbose_name_plural = _("fitted devices")
        constraints = [
            ExclusionConstraint(
                name="device_in_one_vehicle_at_a_time",
                expressions=[
                    (F("device"), RangeOperators.EQUAL),
                    (Func("valid_from", "valid_to", function="tstzrange"), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("This device is in another vehicle at that time."),
            ),
            ExclusionConstraint(
                name="vehicle_has_one_device_at_a_time",
                expressions=[
                    (F("vehicle"), RangeOperators.EQUAL),
                    (Func("valid_from", "valid_to", function="tstzrange"), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("This vehicle has another device at that time."),
            ),
            models.CheckConstraint(
                name="fitting_ends_after_it_begins",
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                violation_error_message=_("The end must come after the beginning."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.device} → {self.vehicle}"


class PositionFields(models.Model):
    """The columns that the history of positions and the latest position share."""

    received_at = models.DateTimeField()
    geom = PointField(srid=4326, null=True)
    speed_kmh = models.FloatField(null=True)
    heading_deg = models.SmallIntegerField(null=True)
    accuracy_m = models.SmallIntegerField(null=True)

    class Meta:
        abstract = True


class Position(PositionFields):
    """A fix of a vehicle's device: history, partitioned by day."""

    pk = models.CompositePrimaryKey("device_id", "at")
    device_id = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        db_table = "fleet_position"
        managed = False


class LatestPosition(PositionFields):
    """The newest fix of each device by its own clock; related to it without a constraint."""

    device = models.OneToOneField(
        Device,
        models.DO_NOTHING,
        primary_key=True,
        db_constraint=False,
        related_name="latest_position",
    )
    at = models.DateTimeField()

    class Meta:
        db_table = "fleet_position_latest"
        managed = False


class DeviceDay(models.Model):
    """What a device's vehicle did on a local day: the rollup of its positions."""

    pk = models.CompositePrimaryKey("device_id", "day")
    device_id = models.BigIntegerField()
    day = models.DateField()
    fix_count = models.BigIntegerField()
    distance_mm = models.BigIntegerField()
    moving_ms = models.BigIntegerField()

    class Meta:
        db_table = "fleet_device_day"
        managed = False
