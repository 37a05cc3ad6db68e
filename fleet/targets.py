"""What imports of geodata may fill: the bus stops."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from gis.imports.targets import Field, Target

STOPS: Final = Target(
    name="bus-stops",
    title=_("Bus stops"),
    table="fleet_busstop",
    geometry="point",
    identity="v ->> 'code'",
    same="t.code = v ->> 'code'",
    fields=(
        Field(
            "code",
            _("Code"),
            is_required=True,
            longest=30,
            aliases=("stop_id", "stop_code", "id", "fid", "رمز"),
        ),
        Field(
            "name_fr",
            _("name in French"),
            is_required=True,
            longest=160,
            aliases=("stop_name", "nom", "name", "nom_fr"),
        ),
        Field("name_ar", _("name in Arabic"), longest=160, aliases=("nom_ar", "name:ar", "الاسم")),
        Field("valid_from", _("valid from"), kind="day"),
    ),
    columns={
        "code": "v ->> 'code'",
        "name_fr": "v ->> 'name_fr'",
        "name_ar": "coalesce(v ->> 'name_ar', '')",
        "valid_from": "coalesce((v ->> 'valid_from')::date, current_date)",
        "geom": "g",
    },
    first={"is_simulated": "false"},
)
