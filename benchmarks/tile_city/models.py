"""Two tables that the benchmark makes by itself."""

from django.contrib.gis.db.models import LineStringField, PointField
from django.db import models


class Spot(models.Model):
    """A point with a kind and a code."""

    code = models.TextField()
    kind = models.TextField()
    geom = PointField(srid=4326)
    geom_3857 = PointField(srid=3857)

    class Meta:
        managed = False
        db_table = "tile_spot"


class Path(models.Model):
    """A line with a kind and a name; `seen_from` is the zoom from which it is worth a stroke."""

    kind = models.TextField()
    name = models.TextField()
    seen_from = models.SmallIntegerField()
    geom = LineStringField(srid=4326)
    geom_3857 = LineStringField(srid=3857)

    class Meta:
        managed = False
        db_table = "tile_path"
