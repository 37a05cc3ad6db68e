"""Imports of geodata, what was found in them, and the layers that the municipality makes itself."""

import uuid

from django.conf import settings
from django.contrib.gis.db.models import GeometryField
from django.contrib.gis.db.models.functions import Transform
from django.contrib.postgres.indexes import GistIndex
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gis.imports.enums import (
    Action,
    FindingKind,
    MarkColour,
    MarkShape,
    Shape,
    State,
    Visibility,
)
from gis.scripts import in_language


class Dataset(models.Model):
    """A layer of the municipality's own (طبقة): features with typed columns, and their source."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    name_ar = models.CharField(_("name in Arabic"), max_length=120)
    name_fr = models.CharField(_("name in French"), max_length=120)
    shape = models.CharField(_("geometry"), max_length=10, choices=Shape)
    columns = models.JSONField(_("columns"), default=list)
    licence = models.CharField(_("licence"), max_length=120, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    source_on = models.DateField(_("date of the data"), null=True, blank=True)
    visibility = models.CharField(_("seen by"), max_length=10, choices=Visibility)
    colour = models.CharField(_("colour"), max_length=10, choices=MarkColour, default="teal")
    symbol = models.CharField(
        _("symbol of points"), max_length=10, choices=MarkShape, default="circle"
    )
    label = models.CharField(_("column written beside a feature"), max_length=200, blank=True)
    min_zoom = models.PositiveSmallIntegerField(
        _("seen from zoom"), default=0, validators=[MaxValueValidator(19)]
    )
    created_at = models.DateTimeField(_("made at"), default=timezone.now)
    changed_at = models.DateTimeField(_("changed at"), default=timezone.now)

    class Meta:
        verbose_name = _("own layer")
        verbose_name_plural = _("own layers")
        ordering = ["name_fr"]
        constraints = [
            models.CheckConstraint(
                name="dataset_has_names",
                condition=~Q(name_ar="") & ~Q(name_fr=""),
                violation_error_message=_("A layer has a name in Arabic and in French."),
            ),
            models.CheckConstraint(
                name="dataset_zoom_of_the_map",
                condition=Q(min_zoom__lte=19),
                violation_error_message=_("A zoom is a whole number from 0 to 19."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the page of the layer."""
        return reverse("geodata:dataset", args=[self.code])

    @property
    def name(self) -> str:
        """The name in the reader's script."""
        return in_language(ar=self.name_ar, fr=self.name_fr)


class DatasetFeature(models.Model):
    """One feature of an own layer, with the coordinates that its source gave."""

    dataset = models.ForeignKey(
        Dataset, models.CASCADE, related_name="features", verbose_name=_("own layer")
    )
    key = models.CharField(_("key"), max_length=200)
    properties = models.JSONField(_("properties"), default=dict)
    geom = GeometryField(_("geometry"), srid=4326)
    geom_3857 = models.GeneratedField(
        expression=Transform("geom", 3857), output_field=GeometryField(srid=3857), db_persist=True
    )
    source_geom = GeometryField(_("geometry of the source"), srid=0, spatial_index=False)
    source_srid = models.PositiveIntegerField(_("system of the source"))

    class Meta:
        verbose_name = _("feature")
        verbose_name_plural = _("features")
        ordering = ["dataset", "key"]
        indexes = [GistIndex(fields=["geom_3857"], name="dataset_feature_tiles")]
        constraints = [
            models.UniqueConstraint(
                fields=["dataset", "key"],
                name="dataset_key_once",
                violation_error_message=_("The layer already has a feature with this key."),
            )
        ]

    def __str__(self) -> str:
        return self.key


class Import(models.Model):
    """A file on its way into the database, step by step; it can be left and taken up again."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("started by")
    )
    name = models.CharField(_("file"), max_length=200)
    size_bytes = models.PositiveBigIntegerField(_("size in bytes"))
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.UPLOADED)
    format = models.CharField(_("format"), max_length=20, blank=True)
    layers = models.JSONField(_("layers"), default=list)
    choice = models.JSONField(_("what is read"), default=dict)
    counts = models.JSONField(_("what was read"), default=dict)
    target = models.CharField(_("destination of the rows"), max_length=60, blank=True)
    dataset = models.ForeignKey(
        Dataset,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="imports",
        verbose_name=_("own layer"),
    )
    matching = models.JSONField(_("matching"), default=dict)
    options = models.JSONField(_("options"), default=dict)
    report = models.JSONField(_("report"), default=dict)
    problem = models.JSONField(_("problem"), default=dict)
    job = models.UUIDField(_("job"), null=True, blank=True)
    created_at = models.DateTimeField(_("received at"), default=timezone.now)
    committed_at = models.DateTimeField(_("imported at"), null=True, blank=True)
    committed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("imported by"),
    )
    rolled_back_at = models.DateTimeField(_("taken back at"), null=True, blank=True)

    class Meta:
        verbose_name = _("import of geodata")
        verbose_name_plural = _("imports of geodata")
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                name="import_committed_by_somebody",
                condition=Q(state__in=[State.COMMITTED, State.ROLLED_BACK])
                & Q(committed_at__isnull=False, committed_by__isnull=False)
                | ~Q(state__in=[State.COMMITTED, State.ROLLED_BACK]) & Q(committed_at=None),
                violation_error_message=_("An import says when and by whom it was committed."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the page at which the import goes on."""
        return reverse("geodata:import", args=[self.pk])


class StagedRow(models.Model):
    """One row of a file between reading and committing."""

    of = models.ForeignKey(Import, models.CASCADE, related_name="rows", verbose_name=_("import"))
    row = models.PositiveIntegerField(_("row"))
    properties = models.JSONField(_("properties"))
    source = GeometryField(_("geometry of the source"), srid=0, null=True, spatial_index=False)
    problem = models.CharField(_("problem"), max_length=30, blank=True)
    value = models.CharField(_("value"), max_length=200, blank=True)
    geom = GeometryField(_("geometry"), srid=4326, null=True, spatial_index=False)
    values = models.JSONField(_("values"), null=True)
    key = models.CharField(_("key"), max_length=200, blank=True, db_default="")
    action = models.CharField(_("action"), max_length=6, choices=Action, blank=True, db_default="")

    class Meta:
        verbose_name = _("staged row")
        verbose_name_plural = _("staged rows")
        constraints = [models.UniqueConstraint(fields=["of", "row"], name="staged_row_once")]

    def __str__(self) -> str:
        return str(self.row)


class Finding(models.Model):
    """Something about one row that the quality report lists."""

    of = models.ForeignKey(
        Import, models.CASCADE, related_name="findings", verbose_name=_("import")
    )
    row = models.PositiveIntegerField(_("row"))
    kind = models.CharField(_("kind"), max_length=8, choices=FindingKind)
    code = models.CharField(_("reason"), max_length=30)
    field = models.CharField(_("column"), max_length=100, blank=True)
    value = models.CharField(_("value"), max_length=200, blank=True)
    before = models.CharField(_("before"), max_length=200, blank=True)
    after = models.CharField(_("after"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ["of", "row", "pk"]
        indexes = [models.Index(fields=["of", "kind", "row"], name="findings_of_an_import")]

    def __str__(self) -> str:
        return f"{self.row}: {self.code}"


class Change(models.Model):
    """What an import did to one row of its target, so that it can be taken back."""

    of = models.ForeignKey(Import, models.PROTECT, related_name="changes", verbose_name=_("import"))
    object_id = models.BigIntegerField(_("number"))
    action = models.CharField(_("action"), max_length=6, choices=Action)
    key = models.CharField(_("key"), max_length=200)
    before = models.JSONField(_("before"), null=True)
    digest = models.CharField(_("digest of what was written"), max_length=32, blank=True)
    source = GeometryField(_("geometry of the source"), srid=0, null=True, spatial_index=False)

    class Meta:
        verbose_name = _("change by an import")
        verbose_name_plural = _("changes by imports")
        constraints = [
            models.UniqueConstraint(fields=["of", "object_id"], name="change_of_an_import_once")
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.key}"
