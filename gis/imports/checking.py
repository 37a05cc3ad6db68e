"""The dry run: every row is placed, its values fitted, its doubles found; nothing is written."""

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from django.db import connection
from django.db.models import Count
from psycopg import sql

from gis.imports import commune, offsets
from gis.imports.enums import Action, FindingKind
from gis.imports.models import Finding, Import, StagedRow
from gis.imports.own_layers import KEY
from gis.imports.placing import Placer
from gis.imports.targets import Target
from gis.imports.values import converted

ROWS_AT_A_TIME: Final = 5_000
Told = Callable[[int], None]

STAGE: Final = "CREATE TEMP TABLE geodata_fitted (id bigint, fitted jsonb) ON COMMIT DROP"
COPY_VALUES: Final = "COPY geodata_fitted FROM STDIN"
COPY_FINDINGS: Final = (
    "COPY geodata_finding (of_id, row, kind, code, field, value, before, after) FROM STDIN"
)
FIT: Final = sql.SQL("""
    WITH given AS MATERIALIZED (
        SELECT f.id, f.fitted AS v, s.geom AS g
        FROM geodata_fitted f JOIN geodata_stagedrow s ON s.id = f.id
    ), known AS MATERIALIZED (
        SELECT id, v || jsonb_build_object({derived}) AS v FROM given
    )
    UPDATE geodata_stagedrow r SET values = k.v, key = left(coalesce({identity}, ''), 200)
    FROM known k WHERE r.id = k.id
""")
DEMAND: Final = sql.SQL("""
    INSERT INTO geodata_finding (of_id, row, kind, code, field, value, before, after)
    SELECT r.of_id, r.row, 'refused', {code}, {field},
        left(coalesce(r.values ->> {field}, ''), 200), '', ''
    FROM geodata_stagedrow r CROSS JOIN LATERAL (SELECT r.values AS v, r.geom AS g) i
    WHERE r.of_id = %(import)s AND r.geom IS NOT NULL AND v ->> {field} IS NOT NULL
        AND ({condition}) IS NOT TRUE
""")
REPEATED: Final = """
    INSERT INTO geodata_finding (of_id, row, kind, code, field, value, before, after)
    SELECT of_id, row, 'refused', 'repeated_key', '', key, first::text, ''
    FROM (
        SELECT of_id, row, key, min(row) OVER (PARTITION BY key) AS first
        FROM geodata_stagedrow WHERE of_id = %(import)s AND key <> '' AND values IS NOT NULL
    ) seen WHERE row > first
"""
TWINS: Final = """
    INSERT INTO geodata_finding (of_id, row, kind, code, field, value, before, after)
    SELECT of_id, row, 'warned', 'same_geometry', '', '', first::text, ''
    FROM (
        SELECT of_id, row, min(row) OVER (PARTITION BY md5(ST_AsBinary(geom))) AS first
        FROM geodata_stagedrow WHERE of_id = %(import)s AND geom IS NOT NULL
    ) seen WHERE row > first
"""
DECIDE: Final = sql.SQL("""
    UPDATE geodata_stagedrow r SET action = CASE
        WHEN r.geom IS NULL OR EXISTS (
            SELECT FROM geodata_finding f
            WHERE f.of_id = r.of_id AND f.kind = 'refused' AND f.row = r.row
        ) THEN 'refuse'
        WHEN EXISTS (
            SELECT FROM {table} t CROSS JOIN (SELECT r.values AS v) i WHERE {same}
        ) THEN 'update'
        ELSE 'insert' END
    WHERE r.of_id = %(import)s
""")
TWINS_THERE: Final = sql.SQL("""
    INSERT INTO geodata_finding (of_id, row, kind, code, field, value, before, after)
    SELECT DISTINCT ON (r.row) r.of_id, r.row, 'warned', 'same_geometry_there', '', '', '', ''
    FROM geodata_stagedrow r JOIN {table} t ON t.geom ~= r.geom
    CROSS JOIN LATERAL (SELECT r.values AS v) i
    WHERE r.of_id = %(import)s AND r.action = 'insert' AND {here} AND NOT ({same})
        AND ST_Equals(t.geom, r.geom)
""")


def check(imported: Import, target: Target, told: Told) -> dict[str, Any]:
    """Check every row against a target and return the report; in one transaction."""
    parameters = {"import": imported.pk, **target.parameters}
    Finding.objects.filter(of=imported).delete()
    Placer(imported, target, commune.IN_FORCE).place()
    _fit(imported, target, told)
    for each in target.demands:
        _run(
            DEMAND.format(
                code=sql.Literal(each.code),
                field=sql.Literal(each.field),
                condition=sql.SQL(each.condition),
            ),
            parameters,
        )
    _run(REPEATED, parameters)
    _run(TWINS, parameters)
    table, same = sql.Identifier(target.table), sql.SQL(target.same)
    _run(DECIDE.format(table=table, same=same), parameters)
    here = sql.SQL("t.dataset_id = %(dataset)s" if "dataset" in target.parameters else "true")
    _run(TWINS_THERE.format(table=table, same=same, here=here), parameters)
    return report_of(imported)


def report_of(imported: Import) -> dict[str, Any]:
    """Count what was found, for the page, the report and the history."""
    rows = StagedRow.objects.filter(of=imported)
    actions = dict(rows.values_list("action").annotate(n=Count("pk")).order_by())
    found = Finding.objects.filter(of=imported)
    counted = found.values_list("kind", "code").annotate(n=Count("pk")).order_by("kind", "code")
    read = sum(actions.values())
    filled: Mapping[str, int] = imported.counts.get("filled", {})
    return {
        "read": read,
        "new": actions.get(Action.INSERT, 0),
        "changed": actions.get(Action.UPDATE, 0),
        "refused": actions.get(Action.REFUSE, 0),
        "findings": [{"kind": kind, "code": code, "rows": n} for kind, code, n in counted],
        "empty": {
            name: read - filled.get(name, 0)
            for name in imported.counts.get("names", [])
            if filled.get(name, 0) < read
        },
        "offset": offsets.measured(imported),
        "system": offsets.judged_system(imported, commune.box()),
    }


def _fit(imported: Import, target: Target, told: Told) -> None:
    """Turn the properties of every row into values, a few thousand at a time."""
    rules, done, last = target.rules(), 0, 0
    _run(STAGE, {})
    while rows := _next_rows(imported, last):
        last = rows[-1][1]
        values, problems = [], []
        for pk, number, properties in rows:
            found, unfit = converted(properties, imported.matching, rules)
            if found.get(KEY, "") is None:
                found[KEY] = str(number)
            values.append((pk, json.dumps(found, ensure_ascii=False)))
            problems += [
                (
                    imported.pk,
                    number,
                    FindingKind.REFUSED,
                    each.code,
                    each.field,
                    each.value,
                    "",
                    "",
                )
                for each in unfit
            ]
        _copy(COPY_VALUES, values)
        _copy(COPY_FINDINGS, problems)
        done += len(rows)
        told(done)
    parts = [
        part
        for name, expression in target.derived.items()
        for part in (sql.Literal(name), sql.SQL(expression))
    ]
    derived = sql.SQL(", ").join(parts)
    _run(FIT.format(identity=sql.SQL(target.identity), derived=derived), {})
    _run("DROP TABLE geodata_fitted", {})


def _next_rows(imported: Import, last: int) -> list[tuple[int, int, dict[str, Any]]]:
    rows = StagedRow.objects.filter(of=imported, row__gt=last).order_by("row")
    return list(rows.values_list("pk", "row", "properties")[:ROWS_AT_A_TIME])


def _copy(statement: str, rows: Sequence[tuple[object, ...]]) -> None:
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


def _run(query: "str | sql.Composed", parameters: Mapping[str, Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(query, parameters or None)


def kinds_of(report: Mapping[str, Any]) -> Counter[str]:
    """Return how many findings of each kind a report counts."""
    counted: Counter[str] = Counter()
    for each in report.get("findings", []):
        counted[each["kind"]] += each["rows"]
    return counted
