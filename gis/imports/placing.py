"""Puts staged rows on the map: one statement each to transform, to repair, and to judge."""

from collections.abc import Mapping
from typing import Any, Final

from django.db import connection
from psycopg import sql

from gis.imports import crs
from gis.imports.enums import FindingKind, Outside
from gis.imports.models import Import
from gis.imports.targets import Target

SHAPES: Final = {
    "point": "ST_GeometryN(NULLIF(ST_CollectionExtract({g}, 1), 'POINT EMPTY'::geometry), 1)",
    "line": "ST_GeometryN(ST_Multi(ST_LineMerge(ST_CollectionExtract({g}, 2))), 1)",
    "multiline": "ST_Multi(ST_CollectionExtract({g}, 2))",
    "multipolygon": "ST_Multi(ST_CollectionExtract({g}, 3))",
    "any": "{g}",
}
"""From a geometry to what a target takes; empty where it has nothing of the kind."""
PARTS: Final = {
    "point": "ST_NumGeometries(ST_CollectionExtract({g}, 1))",
    "line": "ST_NumGeometries(ST_LineMerge(ST_CollectionExtract({g}, 2)))",
}
"""How many there are where a target takes a single one."""
PLACE: Final = sql.SQL("""
    UPDATE geodata_stagedrow r SET values = NULL, key = '', action = '', geom = CASE
        WHEN r.source IS NOT NULL
            AND {s} @ ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s)
        THEN {placed} END
    WHERE r.of_id = %(import)s
""")
FIND: Final = sql.SQL("""
    INSERT INTO geodata_finding (of_id, row, kind, code, field, value, before, after)
    SELECT r.of_id, r.row, {kind}, {code}, '', {value}, {before}, {after}
    FROM geodata_stagedrow r WHERE r.of_id = %(import)s AND {condition}
""")
WORDS: Final = "ST_GeometryType({g}) || ' (' || ST_NPoints({g}) || ')'"
ON_MAP: Final = "ST_MakeEnvelope(-180, -85.06, 180, 85.06, 4326)"


class Placer:
    """Fills `geom` of the staged rows of one import, and writes what it found; in a transaction."""

    def __init__(self, imported: Import, target: Target, commune: str) -> None:
        """Take the target's geometry; `commune` is the SQL of the commune's area."""
        self.options: Mapping[str, Any] = imported.options
        self.choice: Mapping[str, Any] = imported.choice
        self.geometry = target.geometry
        self.commune = commune
        west, south, east, north = crs.limits_of(int(self.choice["srid"]))
        self.parameters: dict[str, Any] = {
            "import": imported.pk,
            "srid": int(self.choice["srid"]),
            "west": west,
            "south": south,
            "east": east,
            "north": north,
        }

    def place(self) -> None:
        """Do all of it."""
        source = self._source()
        placed = _filled(SHAPES[self.geometry], self._placed(source))
        self._run(PLACE.format(s=sql.SQL(source), placed=sql.SQL(placed)))
        self._find("refused", "r.problem", "r.problem <> ''", value="r.value")
        self._find_off_limits(source)
        self._find_wrong_kinds()
        self._find(
            "repaired",
            "'invalid'",
            f"r.geom IS NOT NULL AND NOT ST_IsValid({source})",
            value=f"left(ST_IsValidReason({source}), 200)",
            before=_filled(WORDS, source),
            after=_filled(WORDS, "r.geom"),
        )
        self._find_outside()
        self._run(
            sql.SQL(
                "UPDATE geodata_stagedrow r SET geom = NULL WHERE r.of_id = %(import)s "
                "AND (ST_IsEmpty(r.geom) OR NOT r.geom @ {} OR EXISTS ("
                "SELECT FROM geodata_finding f WHERE f.of_id = r.of_id AND f.row = r.row "
                "AND f.code = 'several_parts'))"
            ).format(sql.SQL(ON_MAP))
        )

    def _source(self) -> str:
        return "ST_FlipCoordinates(r.source)" if self.choice.get("swapped") else "r.source"

    def _placed(self, source: str) -> str:
        """Return the SQL of a geometry in WGS 84; invalid ones are made valid before."""
        sound = f"CASE WHEN ST_IsValid({source}) THEN {source} ELSE ST_MakeValid({source}) END"
        srid = int(self.choice["srid"])
        if srid == crs.WGS84 and self.choice.get("left_out"):
            srid = crs.MERCHICH
        known = f"ST_SetSRID({sound}, {srid})"
        placed = known if srid == crs.WGS84 else f"ST_Transform({known}, {crs.WGS84})"
        if srid in crs.ZONES and self.choice.get("left_out"):
            # what was projected without the shift of the datum is moved too far by it
            placed = f"ST_SetSRID(ST_Transform({placed}, {crs.MERCHICH}), {crs.WGS84})"
        return placed

    def _find_off_limits(self, source: str) -> None:
        box = "ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s)"
        self._find(
            "refused",
            "'off_limits'",
            f"r.source IS NOT NULL AND NOT {source} @ {box}",
            value=f"left(ST_AsText(ST_GeometryN(ST_Points({source}), 1), 6), 200)",
        )
        self._find(
            "refused",
            "'off_limits'",
            f"r.geom IS NOT NULL AND NOT ST_IsEmpty(r.geom) AND NOT r.geom @ {ON_MAP}",
            value="left(ST_AsText(ST_Envelope(r.geom), 4), 200)",
        )

    def _find_wrong_kinds(self) -> None:
        self._find(
            "refused",
            "'wrong_kind'",
            "r.source IS NOT NULL AND (ST_IsEmpty(r.geom) OR r.geom IS NULL) "
            "AND NOT EXISTS (SELECT FROM geodata_finding f WHERE f.of_id = r.of_id "
            "AND f.row = r.row AND f.kind = 'refused')",
            value="ST_GeometryType(r.source)",
        )
        if self.geometry in PARTS:
            parts = _filled(PARTS[self.geometry], "r.source")
            self._find(
                "refused",
                "'several_parts'",
                f"r.geom IS NOT NULL AND {parts} > 1",
                value=f"{parts}::text",
            )

    def _find_outside(self) -> None:
        refuses = self.options.get("outside") == Outside.REFUSE
        kind = FindingKind.REFUSED if refuses else FindingKind.WARNED
        self._find(
            kind,
            "'outside'",
            f"r.geom IS NOT NULL AND NOT ST_IsEmpty(r.geom) "
            f"AND NOT ST_Intersects(r.geom, ({self.commune}))",
            value="ST_AsText(ST_PointOnSurface(r.geom), 5)",
        )

    def _find(
        self,
        kind: str,
        code: str,
        condition: str,
        *,
        value: str = "''",
        before: str = "''",
        after: str = "''",
    ) -> None:
        self._run(
            FIND.format(
                kind=sql.Literal(kind),
                code=sql.SQL(code),
                value=sql.SQL(value),
                before=sql.SQL(before),
                after=sql.SQL(after),
                condition=sql.SQL(condition),
            )
        )

    def _run(self, query: sql.Composed) -> None:
        with connection.cursor() as cursor:
            cursor.execute(query, self.parameters)


def _filled(template: str, geometry: str) -> str:
    return template.replace("{g}", geometry)
