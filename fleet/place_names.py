"""What the fleet brings to the search: bus lines."""

from django.utils.translation import gettext_lazy as _

from gis.gazetteer import Source, register

LINES = Source(
    "bus_line",
    _("Bus line"),
    "SELECT l.code AS ref, '' AS variety, '' AS number, l.key, "
    "l.name_ar AS label_ar, l.name_fr AS label_fr, l.code AS detail_ar, l.code AS detail_fr, "
    "l.geom, l.geom_3857 FROM fleet_busline l",
    weight=4,
)

register(LINES)
