"""What the fleet brings to the search: bus lines and stops."""

from django.utils.translation import gettext_lazy as _

from gis.gazetteer import Source, register
from gis.place_names import in_force

LINES = Source(
    "bus_line",
    _("Bus line"),
    "SELECT l.code AS ref, '' AS variety, '' AS number, l.key, "
    "l.name_ar AS label_ar, l.name_fr AS label_fr, l.code AS detail_ar, l.code AS detail_fr, "
    "l.geom, l.geom_3857 FROM fleet_busline l",
    weight=4,
)

STOPS = Source(
    "bus_stop",
    _("Bus stop"),
    "SELECT s.code AS ref, '' AS variety, '' AS number, s.key, "
    "s.name_ar AS label_ar, s.name_fr AS label_fr, c.lines AS detail_ar, c.lines AS detail_fr, "
    "s.geom, s.geom_3857 FROM fleet_busstop s LEFT JOIN LATERAL ("
    "SELECT coalesce(string_agg(DISTINCT l.code, ' '), '') AS lines FROM fleet_call c "
    "JOIN fleet_busline l ON l.id = c.line_id WHERE c.stop_id = s.id) c ON true "
    f"WHERE {in_force('s')}",
    weight=4,
    reach_m=500,
    offer_m=30,
    layer="bus_stops",
)

register(LINES, STOPS)
