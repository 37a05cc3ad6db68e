"""The fleet's layer of vector tiles."""

from django.utils.translation import gettext_lazy as _

from gis.layers import MAX_ZOOM, Layer, Source

BUS_LINES = Layer(
    "bus_lines",
    _("Bus lines"),
    (
        Source(
            9,
            MAX_ZOOM,
            ("code", "color"),
            "SELECT geom_3857 AS geom, code, color FROM fleet_busline "
            "WHERE geom_3857 && {area} ORDER BY code",
        ),
    ),
)
