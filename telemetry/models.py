"""Devices, what happens to them, and how long their measurements are kept."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from telemetry.enums import DeviceKind, Severity


class Device(models.Model):
    """Something that sends messages: a tracker, a lamp or cabinet controller.

    Telemetry tables hold its `id` without a foreign key, so that they can be distributed by device.
    """

    uid = models.CharField(
        _("identity"),
        max_length=80,
        unique=True,
        validators=[RegexValidator(r"^[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)?$")],
        help_text=_("As in its topics: a code, an IMEI, a DevEUI, or user/phone."),
    )
    kind = models.CharField(_("kind"), max_length=20, choices=DeviceKind)
    is_active = models.BooleanField(_("active"), default=True)
    is_simulated = models.BooleanField(_("simulated"), default=False)

    class Meta:
        verbose_name = _("device")
        verbose_name_plural = _("devices")

    def __str__(self) -> str:
        return self.uid


class DeviceEvent(models.Model):
    """Something that happened at a device; identified by device, instant and code."""

    pk = models.CompositePrimaryKey("device_id", "at", "code")
    device_id = models.BigIntegerField()
    at = models.DateTimeField()
    code = models.CharField(max_length=40)
    received_at = models.DateTimeField()
    severity = models.CharField(max_length=10, choices=Severity)
    detail = models.JSONField(default=dict)

    class Meta:
        db_table = "telemetry_device_event"
        managed = False


class RetentionRule(models.Model):
    """How many days a series is kept, from a date on and by which decision (law 09-08, 69-99)."""

    series = models.CharField(_("series"), max_length=60)
    keep_days = models.PositiveIntegerField(_("days kept"))
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid until"), null=True, blank=True)
    legal_reference = models.CharField(_("legal reference"), max_length=200)

    class Meta:
        verbose_name = _("retention rule")
        verbose_name_plural = _("retention rules")
        constraints = [
            models.UniqueConstraint(
                fields=["series", "valid_from"],
                name="retention_rule_once_a_day",
                violation_error_message=_("This series already has a rule from that day on."),
            ),
            models.CheckConstraint(
                name="retention_rule_keeps_something",
                condition=Q(keep_days__gte=1),
                violation_error_message=_("A series is kept for at least one day."),
            ),
            models.CheckConstraint(
                name="retention_rule_ends_after_it_begins",
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                violation_error_message=_("The end must come after the beginning."),
            ),
            ExclusionConstraint(
                name="one_retention_rule_at_a_time",
                expressions=[
                    (F("series"), RangeOperators.EQUAL),
                    (Func("valid_from", "valid_to", function="daterange"), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("Another rule of this series holds at that time."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.series}: {self.keep_days}"
