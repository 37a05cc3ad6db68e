"""Cases: what every file of the commune has, whatever the service."""

from typing import ClassVar

from django.conf import settings
from django.contrib.gis.db import models
from django.utils.translation import gettext_lazy as _


class CaseKind(models.Model):
    """What a case is about, as data: its names, its series of references, its table of states."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name_ar = models.CharField(_("name in Arabic"), max_length=120)
    name_fr = models.CharField(_("name in French"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120)
    workflow = models.SlugField(_("workflow"), max_length=40)
    """Code of the registered table of allowed transitions."""
    is_open = models.BooleanField(_("may be deposited"), default=True)

    class Meta:
        verbose_name = _("kind of case")
        verbose_name_plural = _("kinds of case")
        ordering: ClassVar = ["code"]


class Case(models.Model):
    """A file (ملف / dossier): one matter of one applicant, with a reference and legal deadlines."""

    kind = models.ForeignKey(
        CaseKind, verbose_name=_("kind"), on_delete=models.PROTECT, related_name="cases"
    )
    reference = models.CharField(_("reference"), max_length=40, unique=True)
    link_digest = models.BinaryField(_("digest of the secret link"), max_length=32)
    state = models.CharField(_("state"), max_length=30)
    subject = models.CharField(_("subject"), max_length=200)
    description = models.TextField(_("description"), blank=True)
    department = models.ForeignKey(
        "people.Department",
        verbose_name=_("department"),
        on_delete=models.PROTECT,
        related_name="cases",
    )
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("assigned to"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="cases",
    )
    territory_code = models.CharField(_("territory"), max_length=20, blank=True)
    geom = models.PointField(_("place"), srid=4326, null=True, blank=True)
    applicant_name = models.CharField(_("applicant"), max_length=120)
    applicant_phone = models.CharField(_("telephone"), max_length=16, blank=True)
    applicant_email = models.EmailField(_("e-mail address"), blank=True)
    applicant_language = models.CharField(_("language"), max_length=2, default="ar")
    deposited_at = models.DateTimeField(_("deposited at"))
    due_on = models.DateField(_("due on"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        ordering: ClassVar = ["-deposited_at", "-pk"]
