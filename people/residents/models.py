"""Residents who keep an account, and the codes that prove who holds a telephone or an address."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Resident(models.Model):
    """A resident (مرتفق / usager) who chose to be recognised again, by a contact they proved."""

    name = models.CharField(_("name"), max_length=120, blank=True)
    phone = models.CharField(_("telephone"), max_length=16, null=True, blank=True, unique=True)
    email = models.EmailField(_("e-mail address"), null=True, blank=True, unique=True)
    language = models.CharField(
        _("language"), max_length=2, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    seen_at = models.DateTimeField(_("last seen at"), auto_now_add=True)

    class Meta:
        verbose_name = _("resident")
        verbose_name_plural = _("residents")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="resident_has_a_contact",
                condition=Q(phone__isnull=False) | Q(email__isnull=False),
                violation_error_message=_("Give a telephone number or an e-mail address."),
            ),
            models.CheckConstraint(
                name="resident_phone_is_moroccan",
                condition=Q(phone__isnull=True) | Q(phone__regex=r"^\+212[5-8][0-9]{8}$"),
                violation_error_message=_("Give a Moroccan telephone number."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"


class OneTimeCode(models.Model):
    """A code that was sent. Neither the code nor where it went stands here, only digests."""

    contact_digest = models.BinaryField(_("digest of the contact"), max_length=32, db_index=True)
    code_digest = models.BinaryField(_("digest of the code"), max_length=32)
    sent_at = models.DateTimeField(_("sent at"))
    wrong = models.PositiveSmallIntegerField(_("wrong attempts"), default=0)
    used_at = models.DateTimeField(_("used at"), null=True, blank=True)

    class Meta:
        verbose_name = _("one-time code")
        verbose_name_plural = _("one-time codes")
        ordering: ClassVar = ["-sent_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="code_wrong_at_most_five_times",
                condition=Q(wrong__lte=5),
                violation_error_message=_("This code was mistyped too often."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"
