"""Kinds of vehicle, and what a vehicle is doing."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class VehicleKind(TextChoices):
    """What a vehicle is for."""

    BUS = "bus", _("Bus")  # حافلة
    SANITATION_TRUCK = "sanitation_truck", _("Refuse truck")  # شاحنة النظافة
    STREET_SWEEPER = "street_sweeper", _("Street sweeper")  # شاحنة الكنس
    SERVICE = "service", _("Service vehicle")  # سيارة المصلحة


class Activity(TextChoices):
    """What a vehicle is doing, as far as it says."""

    MOVING = "moving", _("Moving")
    STANDING = "standing", _("Standing still")
    STALE = "stale", _("Position out of date")
    SILENT = "silent", _("Silent")
