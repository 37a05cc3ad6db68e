"""Addresses as a target: numbers in streets that are there already, by their code or their name."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from gis.declarations import MANAGE
from gis.imports.builtin import HOME
from gis.imports.targets import Demand, Field, Target

NEAR_M: Final = 500
"""So near to its street an address lies; farther away it is another street of that name."""
CALLED: Final = (
    "(s.code = v ->> 'street' OR (place_key(v ->> 'street') <> '' AND s.key LIKE "
    "chr(37) || '| ' || place_key(v ->> 'street') || ' |' || chr(37)))"
)
"""A street with the code, or with one of its names spelt alike; chr(37) is the sign of LIKE."""
STREET: Final = (
    f"(SELECT s.id FROM territory_street s WHERE {CALLED} AND (s.code = v ->> 'street' "
    f"OR ST_DWithin(s.geom::geography, g::geography, {NEAR_M})) "
    "ORDER BY (s.code = v ->> 'street') DESC, s.geom::geography <-> g::geography, s.id LIMIT 1)"
)
DIGITS: Final = "translate(v ->> 'number', '٠١٢٣٤٥٦٧٨٩', '0123456789')"
NUMBER: Final = f"substring({DIGITS} FROM " + r"'^\D{0,4}?(\d{1,4})(?!\d)')"
REST: Final = f"trim(substring({DIGITS} FROM " + r"'^\D{0,4}?\d+\s*[-/]?\s*(.*)$'))"
SINCE: Final = "coalesce((v ->> 'valid_from')::date, current_date)"

ADDRESSES: Final = Target(
    name="addresses",
    title=_("Addresses"),
    table="territory_addresspoint",
    geometry="point",
    capability=MANAGE,
    identity=(
        "(SELECT concat_ws(' ', s.code, v ->> 'digits', nullif(v ->> 'rest', '')) "
        "FROM territory_street s WHERE s.id = (v ->> 'street_id')::bigint "
        "AND v ->> 'digits' IS NOT NULL)"
    ),
    same=(
        "t.street_id = (v ->> 'street_id')::bigint AND t.number = (v ->> 'digits')::integer "
        f"AND t.suffix = v ->> 'rest' AND (t.valid_to IS NULL OR t.valid_to > {SINCE})"
    ),
    fields=(
        Field(
            "street",
            _("code or name of the street"),
            is_required=True,
            aliases=("street_code", "street_name", "rue", "voie", "nom_voie", "الشارع", "الزنقة"),
        ),
        Field(
            "number",
            _("number"),
            is_required=True,
            longest=30,
            aliases=("numero", "num", "housenumber", "addr:housenumber", "الرقم"),
        ),
        Field("suffix", _("suffix"), longest=10, aliases=("suffixe", "repetition", "indice")),
        Field("valid_from", _("valid from"), kind="day"),
        Field("source", _("source"), longest=120),
    ),
    derived={
        "street_id": STREET,
        "digits": NUMBER,
        "rest": f"coalesce(nullif(v ->> 'suffix', ''), {REST}, '')",
    },
    demands=(
        Demand("no_street", "street", f"EXISTS (SELECT FROM territory_street s WHERE {CALLED})"),
        Demand(
            "far_street",
            "street",
            "v ->> 'street_id' IS NOT NULL "
            f"OR NOT EXISTS (SELECT FROM territory_street s WHERE {CALLED})",
        ),
        Demand("no_number", "number", "(v ->> 'digits')::integer BETWEEN 1 AND 9999"),
        Demand("long_suffix", "number", "length(v ->> 'rest') <= 10"),
    ),
    columns={
        "street_id": "(v ->> 'street_id')::bigint",
        "number": "(v ->> 'digits')::integer",
        "suffix": "v ->> 'rest'",
        "territory_id": HOME.format(point="g"),
        "source": "coalesce(v ->> 'source', '')",
        "geom": "g",
    },
    first={"is_simulated": "false", "valid_from": SINCE},
)
