"""The fixed vocabularies of deadlines."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Unit(TextChoices):
    """In what a deadline is counted."""

    DAYS = "days", _("calendar days")
    WORKING_DAYS = "working_days", _("working days")
    MONTHS = "months", _("months")


class StartEvent(TextChoices):
    """What makes a clock start."""

    DEPOSIT = "deposit", _("the deposit of the case")
    STATE = "state", _("the entry into a state")


class Progress(TextChoices):
    """How it stands with a deadline of a case."""

    RUNNING = "running", _("running")
    STOPPED = "stopped", _("clock stopped")
    KEPT = "kept", _("kept")
    MISSED = "missed", _("done too late")
    DROPPED = "dropped", _("without object")


class Almanac(TextChoices):
    """The calendar by which a holiday is fixed."""

    GREGORIAN = "gregorian", _("Gregorian calendar")
    HIJRI = "hijri", _("Hijri calendar")
