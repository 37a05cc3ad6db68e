"""What the lighting brings to the search: lamps and cabinets by the code on their plate."""

from django.utils.translation import gettext_lazy as _

from gis.gazetteer import Source, register

LAMPS = Source(
    "lamp",
    _("Lamp"),
    "SELECT a.code AS ref, '' AS variety, '' AS number, code_key(a.code) AS key, "
    "a.code AS label_ar, a.code AS label_fr, "
    "coalesce(s.name_ar, a.address) AS detail_ar, coalesce(s.name_fr, a.address) AS detail_fr, "
    "a.geom, a.geom_3857 "
    "FROM lighting_lamp a LEFT JOIN territory_street s ON s.id = a.street_id",
    is_code=True,
    weight=2,
    reach_m=60,
    offer_m=30,
    layer="lamps",
)

CABINETS = Source(
    "cabinet",
    _("Cabinet"),
    "SELECT a.code AS ref, '' AS variety, '' AS number, code_key(a.code) AS key, "
    "a.code AS label_ar, a.code AS label_fr, "
    "coalesce(t.name_ar, a.address) AS detail_ar, coalesce(t.name_fr, a.address) AS detail_fr, "
    "a.geom, a.geom_3857 "
    "FROM lighting_cabinet a LEFT JOIN territory_territory t ON t.id = a.territory_id",
    is_code=True,
    weight=1,
)

register(LAMPS, CABINETS)
