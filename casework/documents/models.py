"""The electronic file (الملف الإلكتروني / dossier électronique): documents and their versions."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from casework.documents.enums import Scan
from casework.documents.querysets import DocumentQuerySet
from casework.models import Case


class StoredFile(models.Model):
    """Some bytes, kept once under their SHA-256 outside the web root."""

    sha256 = models.CharField(_("SHA-256"), max_length=64, unique=True)
    size_bytes = models.PositiveBigIntegerField(_("size in bytes"))
    media_type = models.CharField(_("type"), max_length=100)
    scan = models.CharField(_("virus scan"), max_length=11, choices=Scan)
    stored_at = models.DateTimeField(_("stored at"), default=timezone.now)

    class Meta:
        verbose_name = _("stored file")
        verbose_name_plural = _("stored files")
        constraints = [
            models.CheckConstraint(
                name="stored_file_has_its_digest",
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$") & Q(size_bytes__gt=0),
                violation_error_message=_("A stored file is named by its SHA-256."),
            )
        ]

    def __str__(self) -> str:
        return self.sha256


class Document(models.Model):
    """One document of a case, in one or more versions."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="documents", verbose_name=_("case"))
    title = models.CharField(_("title"), max_length=160)
    is_shared = models.BooleanField(
        _("shown to the applicant"),
        default=False,
        help_text=_("Who deposited the file may open it on the page where they follow it."),
    )
    is_deposited = models.BooleanField(_("deposited by the applicant"), default=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("added by"),
    )
    added_at = models.DateTimeField(_("added at"), default=timezone.now)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("withdrawn by"),
    )
    withdrawal_reason = models.CharField(_("why it was withdrawn"), max_length=200, blank=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["added_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="document_withdrawn_with_reason",
                condition=Q(withdrawn_at=None, withdrawal_reason="", withdrawn_by=None)
                | (~Q(withdrawn_at=None) & ~Q(withdrawal_reason="") & ~Q(withdrawn_by=None)),
                violation_error_message=_("Say why the document is withdrawn."),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Return the page of the document for staff."""
        return reverse("documents:document", args=[self.pk])


class Version(models.Model):
    """One version of a document. Never changed, never deleted."""

    document = models.ForeignKey(
        Document, models.PROTECT, related_name="versions", verbose_name=_("document")
    )
    number = models.PositiveSmallIntegerField(pgettext_lazy("document", "version"))
    file = models.ForeignKey(
        StoredFile, models.PROTECT, related_name="versions", verbose_name=_("file")
    )
    name = models.CharField(_("name of the file"), max_length=120)
    note = models.CharField(_("what changed"), max_length=200, blank=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("uploaded by"),
    )
    uploaded_at = models.DateTimeField(_("uploaded at"), default=timezone.now)

    class Meta:
        verbose_name = _("version of a document")
        verbose_name_plural = _("versions of documents")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "number"],
                name="version_number_once",
                violation_error_message=_("The document already has a version of that number."),
            ),
            models.CheckConstraint(
                name="version_from_one",
                condition=Q(number__gte=1),
                violation_error_message=_("Versions are counted from 1."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document_id}/{self.number}"
