"""Kinds of vehicle."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class VehicleKind(TextChoices):
    """What a vehicle is for."""

    BUS = "bus", _("Bus")  # حافلة
    SANITATION_TRUCK = "sanitation_truck", _("Refuse truck")  # شاحنة النظافة
    STREET_SWEEPER = "street_sweeper", _("Street sweeper")  # شاحنة الكنس
    SERVICE = "service", _("Service vehicle")  # سيارة المصلحة
