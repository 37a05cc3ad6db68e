"""Kinds of device and severities of events."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class DeviceKind(TextChoices):
    """What a device measures; it may send the records of its kind, and events, only."""

    VEHICLE = "vehicle", _("Vehicle tracker")
    LAMP = "lamp", _("Lamp controller")
    CABINET = "cabinet", _("Cabinet controller")


class Severity(TextChoices):
    """How much an event matters."""

    INFO = "info", _("Information")
    WARNING = "warning", _("Warning")
    ALARM = "alarm", _("Alarm")
