"""Technologies and faults of lamps."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class LampType(TextChoices):
    """Light source."""

    LED = "led", _("LED")
    SODIUM = "sodium", _("High-pressure sodium")
    MERCURY = "mercury", _("Mercury vapour")
    METAL_HALIDE = "metal_halide", _("Metal halide")
    FLUORESCENT = "fluorescent", _("Fluorescent")
    INCANDESCENT = "incandescent", _("Incandescent")
    UNKNOWN = "unknown", _("Unknown")


class LampFault(IntegerChoices):
    """Fault that a lamp reports; the numbers are those of `telemetry.records.LAMP_FAULTS`."""

    NONE = 0, _("No fault")
    LAMP_FAILURE = 1, _("Lamp failure")
    DRIVER_FAILURE = 2, _("Driver failure")
    NO_SUPPLY = 3, _("No supply")
    DAY_BURNING = 4, _("Burning by day")
    FLICKERING = 5, _("Flickering")
