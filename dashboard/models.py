"""What the overview keeps: each indicator by day, territory and department."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class IndicatorDay(models.Model):
    """The sums behind an indicator on a local day in a territory and a department; "" is none.

    `record_values`: what its records say one by one, in order, where the middle of them is wanted.
    """

    pk = models.CompositePrimaryKey("indicator", "day", "territory_code", "department_code")
    indicator = models.CharField(max_length=60)
    day = models.DateField()
    territory_code = models.CharField(max_length=20, blank=True)
    department_code = models.CharField(max_length=30, blank=True)
    numerator = models.BigIntegerField()
    denominator = models.BigIntegerField()
    record_values = ArrayField(models.BigIntegerField(), null=True)
    computed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("indicator of a day")
        verbose_name_plural = _("indicators by day")
        indexes: ClassVar = [models.Index(fields=["day"], name="indicator_days")]


class IndicatorRefresh(models.Model):
    """When an indicator was last computed up to today, whether or not a figure changed by it."""

    indicator = models.CharField(primary_key=True, max_length=60)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("refresh of an indicator")
        verbose_name_plural = _("refreshes of indicators")

    def __str__(self) -> str:
        return f"{self.indicator} {self.at:%Y-%m-%d %H:%M}"


class IndicatorBounds(models.Model):
    """Target and thresholds as the council sets them, from a day on."""

    indicator = models.CharField(_("indicator"), max_length=60)
    valid_from = models.DateField(_("valid from"))
    target = models.FloatField(_("target"), null=True, blank=True)
    warning = models.FloatField(_("watched from"), null=True, blank=True)
    alarm = models.FloatField(_("alarming from"), null=True, blank=True)
    reference = models.CharField(
        _("decided by"), max_length=200, help_text=_("The deliberation, contract or note.")
    )

    class Meta:
        verbose_name = _("target of an indicator")
        verbose_name_plural = _("targets of indicators")
        ordering: ClassVar = ["indicator", "-valid_from"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["indicator", "valid_from"],
                name="one_target_an_indicator_and_day",
                violation_error_message=_("This indicator has a target from that day already."),
            ),
            models.CheckConstraint(
                name="target_says_something",
                condition=~Q(target=None, warning=None, alarm=None),
                violation_error_message=_("Give a target or a threshold."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.valid_from}"
