"""The lighting inventory and its telemetry."""

from django.contrib.gis.db.models import PointField
from django.contrib.gis.db.models.functions import Transform
from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gis.grid import cell_of
from gis.models import Street, Territory
from lighting.enums import ControlKind, Grade, LampType, Reason
from lighting.querysets import CabinetQuerySet, LampQuerySet
from telemetry.models import Device


class Asset(models.Model):
    """What a cabinet and a lamp share: a code, a device, a place."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    device = models.OneToOneField(
        Device, models.SET_NULL, null=True, blank=True, verbose_name=_("device")
    )
    territory = models.ForeignKey(
        Territory, models.PROTECT, null=True, blank=True, verbose_name=_("territory")
    )
    address = models.CharField(_("address"), max_length=200, blank=True)
    locality = models.CharField(_("locality"), max_length=120, blank=True)
    source_position = models.CharField(
        _("position in the source"),
        max_length=80,
        blank=True,
        help_text=_("Coordinates as the source wrote them, with their system."),
    )
    is_simulated = models.BooleanField(_("simulated"), default=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.code


class Cabinet(Asset):
    """A lighting cabinet (خزانة الإنارة / armoire) with its supply and meter."""

    supply_id = models.CharField(_("supply contract"), max_length=40, blank=True, db_index=True)
    geom = PointField(_("position"), srid=4326)
    geom_3857 = models.GeneratedField(
        expression=Transform("geom", 3857), output_field=PointField(srid=3857), db_persist=True
    )

    objects = CabinetQuerySet.as_manager()

    class Meta(Asset.Meta):
        abstract = False
        verbose_name = _("cabinet")
        verbose_name_plural = _("cabinets")


class Feeder(models.Model):
    """A circuit that leaves a cabinet (مغذي / départ)."""

    cabinet = models.ForeignKey(
        Cabinet, models.CASCADE, related_name="feeders", verbose_name=_("cabinet")
    )
    number = models.PositiveSmallIntegerField(_("number"))

    class Meta:
        verbose_name = _("feeder")
        verbose_name_plural = _("feeders")
        constraints = [
            models.UniqueConstraint(
                fields=["cabinet", "number"],
                name="feeder_number_once_a_cabinet",
                violation_error_message=_("This cabinet already has a feeder of that number."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.cabinet}/{self.number}"


class Lamp(Asset):
    """A lighting point (نقطة إنارة / point lumineux), of one or several lamps on one support."""

    feeder = models.ForeignKey(
        Feeder,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="lamps",
        verbose_name=_("feeder"),
    )
    street = models.ForeignKey(
        Street, models.SET_NULL, null=True, blank=True, verbose_name=_("street")
    )
    lamp_type = models.CharField(
        _("light source"), max_length=20, choices=LampType, default=LampType.UNKNOWN
    )
    power_w = models.FloatField(_("rated power in watts"), null=True, blank=True)
    quantity = models.PositiveSmallIntegerField(_("lamps at the point"), default=1)
    switching = models.CharField(
        _("switching"),
        max_length=60,
        blank=True,
        db_default="",
        help_text=_("How it is switched and whether that is metered, as the source says."),
    )
    remarks = models.TextField(_("remarks"), blank=True)
    geom = PointField(_("position"), srid=4326)
    geom_3857 = models.GeneratedField(
        expression=Transform("geom", 3857), output_field=PointField(srid=3857), db_persist=True
    )

    cell = models.GeneratedField(
        expression=cell_of("geom"), output_field=models.BigIntegerField(), db_persist=True
    )

    objects = LampQuerySet.as_manager()

    class Meta(Asset.Meta):
        abstract = False
        verbose_name = _("lamp")
        verbose_name_plural = _("lamps")
        indexes = [
            GistIndex(fields=["geom_3857"], name="lamp_tiles"),
            models.Index(fields=["cell"], include=["device"], name="lamp_cells"),
        ]
        constraints = [
            models.CheckConstraint(
                name="lamp_power_is_plausible",
                condition=Q(power_w=None) | Q(power_w__gte=0, power_w__lte=5000),
                violation_error_message=_("The power must lie between 0 and 5,000 watts."),
            )
        ]


class ControlPoint(Asset):
    """Equipment of the network that is no lamp (تجهيز التحكم / organe de commande)."""

    kind = models.CharField(_("kind"), max_length=20, choices=ControlKind)
    cabinet = models.ForeignKey(
        Cabinet,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="control_points",
        verbose_name=_("cabinet"),
    )
    meter_number = models.CharField(_("meter number"), max_length=40, blank=True)
    remarks = models.TextField(_("remarks"), blank=True)
    geom = PointField(_("position"), srid=4326)

    class Meta(Asset.Meta):
        abstract = False
        verbose_name = _("control point")
        verbose_name_plural = _("control points")


class InventoryImport(models.Model):
    """One run of an import: the file, what was decided about its rows, what changed here."""

    source_name = models.CharField(_("file"), max_length=255)
    sha256 = models.CharField(_("SHA-256 of the file"), max_length=64, db_index=True)
    started_at = models.DateTimeField(_("started"))
    finished_at = models.DateTimeField(_("finished"))
    is_dry_run = models.BooleanField(_("trial without effect"), default=False)
    is_simulated = models.BooleanField(_("simulated"), default=False)
    columns = models.JSONField(_("columns and their headings"), default=dict)
    row_count = models.PositiveIntegerField(_("rows"))
    accepted_count = models.PositiveIntegerField(_("accepted as they are"))
    repaired_count = models.PositiveIntegerField(_("repaired"))
    refused_count = models.PositiveIntegerField(_("refused"))
    lamp_count = models.PositiveIntegerField(_("points with lamps"))
    control_point_count = models.PositiveIntegerField(_("control points"))
    cabinet_count = models.PositiveIntegerField(_("supply contracts"))
    created_count = models.PositiveIntegerField(_("points created"))
    updated_count = models.PositiveIntegerField(_("points updated"))
    unchanged_count = models.PositiveIntegerField(_("points unchanged"))
    cabinets_created_count = models.PositiveIntegerField(_("cabinets created"))
    cabinets_updated_count = models.PositiveIntegerField(_("cabinets updated"))

    class Meta:
        verbose_name = _("inventory import")
        verbose_name_plural = _("inventory imports")
        ordering = ["-started_at"]

    def __str__(self) -> str:
        return f"{self.source_name} {self.started_at:%Y-%m-%d %H:%M}"

    @property
    def changed_nothing(self) -> bool:
        """Tell whether the file said only what was known already."""
        points = self.created_count + self.updated_count
        return points + self.cabinets_created_count + self.cabinets_updated_count == 0


class InventoryFinding(models.Model):
    """One odd value of an imported file; without a row it is about the whole file."""

    inventory_import = models.ForeignKey(
        InventoryImport, models.CASCADE, related_name="findings", verbose_name=_("inventory import")
    )
    row = models.PositiveIntegerField(_("row"), null=True, blank=True)
    column = models.CharField(_("column"), max_length=2000, blank=True)
    grade = models.CharField(_("grade"), max_length=10, choices=Grade)
    reason = models.CharField(_("reason"), max_length=30, choices=Reason)
    was = models.TextField(_("was"), blank=True)
    became = models.TextField(_("became"), blank=True)

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.row or ''} {self.column}: {self.get_reason_display()}"


class LampStateFields(models.Model):
    """The columns that the history of lamp states and the latest state share."""

    received_at = models.DateTimeField()
    is_on = models.BooleanField(null=True)
    dim_percent = models.SmallIntegerField(null=True)
    power_w = models.FloatField(null=True)
    fault = models.SmallIntegerField(null=True)

    class Meta:
        abstract = True


class LampState(LampStateFields):
    """A lamp's reported state: history, partitioned."""

    pk = models.CompositePrimaryKey("device_id", "at")
    device_id = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        db_table = "lighting_lamp_state"
        managed = False


class LatestLampState(LampStateFields):
    """The newest state of each lamp by the device's own clock."""

    device = models.OneToOneField(
        Device,
        models.DO_NOTHING,
        primary_key=True,
        db_constraint=False,
        related_name="latest_lamp_state",
    )
    at = models.DateTimeField()

    class Meta:
        db_table = "lighting_lamp_state_latest"
        managed = False


class LampDay(models.Model):
    """How long a lamp burned on a local day: the rollup of its states."""

    pk = models.CompositePrimaryKey("device_id", "day")
    device_id = models.BigIntegerField()
    day = models.DateField()
    state_count = models.BigIntegerField()
    burning_ms = models.BigIntegerField()

    class Meta:
        db_table = "lighting_lamp_day"
        managed = False


class MeterReadingFields(models.Model):
    """The columns that the history of readings and the latest reading share."""

    received_at = models.DateTimeField()
    energy_wh = models.BigIntegerField(null=True)
    power_w = models.FloatField(null=True)

    class Meta:
        abstract = True


class MeterReading(MeterReadingFields):
    """A reading of a cabinet's meter: history, partitioned."""

    pk = models.CompositePrimaryKey("device_id", "at")
    device_id = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        db_table = "lighting_meter_reading"
        managed = False


class LatestMeterReading(MeterReadingFields):
    """The newest reading of each cabinet's meter."""

    device = models.OneToOneField(
        Device,
        models.DO_NOTHING,
        primary_key=True,
        db_constraint=False,
        related_name="latest_meter_reading",
    )
    at = models.DateTimeField()

    class Meta:
        db_table = "lighting_meter_reading_latest"
        managed = False


class CabinetHour(models.Model):
    """The energy that a cabinet drew in an hour: the rollup of its readings."""

    pk = models.CompositePrimaryKey("device_id", "hour")
    device_id = models.BigIntegerField()
    hour = models.DateTimeField()
    reading_count = models.BigIntegerField()
    energy_wh = models.BigIntegerField()

    class Meta:
        db_table = "lighting_cabinet_hour"
        managed = False
