"""What several models of the organisation have in common."""

import datetime as dt

import pgtrigger
from django.contrib.postgres.fields import RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.rules import Phase, phase
from people.scripts import named

PERIOD = (Func("valid_from", "valid_to", function="daterange"), RangeOperators.OVERLAPS)
"""Two rows whose days overlap; for an exclusion constraint."""


class Named(models.Model):
    """Something with a name in each language."""

    name_ar = models.CharField(_("name in Arabic"), max_length=120)
    name_fr = models.CharField(_("name in French"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return named(ar=self.name_ar, fr=self.name_fr, en=self.name_en)


class Dated(models.Model):
    """Something that holds from a day on, until the day before `valid_to`."""

    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid until"), null=True, blank=True)

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Refuse an end before the beginning, beside its field, before the database is asked."""
        super().clean()
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise ValidationError({"valid_to": _("The end must come after the beginning.")})

    @property
    def last_on(self) -> dt.date | None:
        """The last day on which it holds, if there is to be one."""
        return self.valid_to and self.valid_to - dt.timedelta(days=1)

    @property
    def phase(self) -> Phase:
        """Whether it is still to come, holds today, or is over."""
        return phase(self.valid_from, self.valid_to, timezone.localdate())


def ends_after_it_begins(name: str) -> models.CheckConstraint:
    """The end is not before the beginning; on the same day it never held."""
    return models.CheckConstraint(
        name=name,
        condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
        violation_error_message=_("The end must come after the beginning."),
    )


def same(name: str) -> tuple[F, str]:
    """Two rows that overlap have the same value here."""
    return (F(name), RangeOperators.EQUAL)


def ended_never_erased(name: str) -> list[pgtrigger.Trigger]:
    """A row that gives rights keeps saying what it gave: only its end is ever changed."""
    return [
        pgtrigger.ReadOnly(name=f"{name}_only_ends", exclude=["valid_to"]),
        pgtrigger.Protect(name=f"{name}_stays", operation=pgtrigger.Delete),
    ]
