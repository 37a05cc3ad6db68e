"""What is in force is not rewritten: rules change by rows that hold from a later day on."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


def refuse_past(valid_from: dt.date, field: str = "valid_from") -> None:
    """Raise ValidationError for a day before today."""
    if valid_from < timezone.localdate():
        raise ValidationError({field: _("The past is not changed: let it hold from today on.")})


def refuse_in_force(valid_from: dt.date) -> None:
    """Raise ValidationError where a row holds already, or held."""
    if valid_from <= timezone.localdate():
        raise ValidationError(
            _("This holds already. Add a row that takes its place from a later day on.")
        )
