"""What members of the staff note on the map."""

from django.conf import settings
from django.contrib.gis.db.models import GeometryField
from django.contrib.gis.db.models.functions import Transform
from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from gis.atlas.enums import Readers
from gis.atlas.querysets import NoteQuerySet
from people.models import Department

LONGEST = 1000


class MapNote(models.Model):
    """A text at a point, along a line or over an area (ملاحظة على الخريطة / note sur la carte)."""

    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("author")
    )
    text = models.CharField(_("text"), max_length=LONGEST)
    readers = models.CharField(_("read by"), max_length=10, choices=Readers, default=Readers.AUTHOR)
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("department"),
    )
    geom = GeometryField(_("place"), srid=4326)
    geom_3857 = models.GeneratedField(
        expression=Transform("geom", 3857), output_field=GeometryField(srid=3857), db_persist=True
    )
    created_at = models.DateTimeField(_("written at"), default=timezone.now)
    changed_at = models.DateTimeField(_("changed at"), default=timezone.now)

    objects = NoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("note on the map")
        verbose_name_plural = _("notes on the map")
        ordering = ["-changed_at", "-pk"]
        indexes = [
            GistIndex(fields=["geom_3857"], name="map_note_tiles"),
            models.Index(fields=["-changed_at"], name="map_note_latest"),
        ]
        constraints = [
            models.CheckConstraint(
                name="map_note_says_something",
                condition=~Q(text=""),
                violation_error_message=_("Write what is to be noted."),
            ),
            models.CheckConstraint(
                name="map_note_of_a_department_names_it",
                condition=Q(readers=Readers.DEPARTMENT, department__isnull=False)
                | ~Q(readers=Readers.DEPARTMENT) & Q(department=None),
                violation_error_message=_("Say which department reads the note."),
            ),
        ]

    def __str__(self) -> str:
        return Truncator(self.text).chars(60)

    def get_absolute_url(self) -> str:
        """Return the page of the note."""
        return reverse("atlas:note", args=[self.pk])
