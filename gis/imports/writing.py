"""Writes staged rows into a target in a few statements, and remembers how to take them back."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from django.db import connection
from psycopg import sql

from gis.imports.models import Import
from gis.imports.targets import Target

COLUMNS: Final = """
    SELECT a.attname, format_type(a.atttypid, NULL) FROM pg_attribute a
    WHERE a.attrelid = %s::regclass AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
    ORDER BY a.attnum
"""
ROWS: Final = sql.SQL("""(
    SELECT r.values AS v, r.geom AS g, r.source AS s, r.key AS k, %(srid)s::integer AS n
    FROM geodata_stagedrow r WHERE r.of_id = %(import)s AND r.action = {action}
) i""")


class Writer:
    """Writes the rows of one import into its target; call it inside a transaction."""

    def __init__(self, imported: Import, target: Target) -> None:
        self.target = target
        self.parameters: Mapping[str, Any] = {
            "import": imported.pk,
            "srid": imported.choice.get("srid", 0),
            **target.parameters,
        }
        self.table = sql.Identifier(target.table)
        self.same = sql.SQL(target.same)
        self.names = dict(_columns(target.table))

    def write(self) -> None:
        """Change what is there, add what is new."""
        if self.target.former:
            self._end_former()
        self._remember("update", self.same, "update")
        self._run(self._update())
        self._run(self._insert())
        self._remember("insert", self.same, "insert")
        self._run(self._digest())

    def hold(self) -> None:
        """Let nobody change the rows of the import until the transaction ends."""
        self._run(
            sql.SQL(
                "SELECT FROM {table} t JOIN geodata_change c ON c.object_id = t.id "
                "WHERE c.of_id = %(import)s ORDER BY t.id FOR UPDATE OF t"
            ).format(table=self.table)
        )

    def changed_since(self) -> list[str]:
        """Return the keys of rows that are no longer as the import left them."""
        query = sql.SQL(
            "SELECT c.key FROM geodata_change c LEFT JOIN {table} t ON t.id = c.object_id "
            "WHERE c.of_id = %(import)s AND (t.id IS NULL OR md5({row}::text) <> c.digest) "
            "ORDER BY c.key LIMIT 50"
        ).format(table=self.table, row=self._row())
        with connection.cursor() as cursor:
            cursor.execute(query, self.parameters)
            return [str(key) for (key,) in cursor.fetchall()]

    def take_back(self) -> None:
        """Delete what was new, and write what was there before."""
        self._run(
            sql.SQL(
                "DELETE FROM {table} t USING geodata_change c WHERE c.of_id = %(import)s "
                "AND c.action = 'insert' AND t.id = c.object_id"
            ).format(table=self.table)
        )
        pairs = [
            sql.SQL("{0} = p.{0}").format(sql.Identifier(name))
            for name in self.names
            if name != "id"
        ]
        self._run(
            sql.SQL(
                "UPDATE {table} t SET {pairs} FROM geodata_change c "
                "CROSS JOIN LATERAL jsonb_populate_record(NULL::{table}, c.before) p "
                "WHERE c.of_id = %(import)s AND c.action = 'update' AND t.id = c.object_id"
            ).format(table=self.table, pairs=sql.SQL(", ").join(pairs))
        )

    def _end_former(self) -> None:
        former = sql.SQL(self.target.former)
        self._remember("insert", former, "update")
        self._run(
            sql.SQL("UPDATE {table} t SET {pairs} FROM {rows} WHERE {former}").format(
                table=self.table,
                pairs=sql.SQL(self.target.former_set),
                rows=ROWS.format(action=sql.Literal("insert")),
                former=former,
            )
        )

    def _remember(self, rows: str, same: sql.SQL, action: str) -> None:
        """Note which rows of the table are meant by staged ones, as they are now."""
        self._run(
            sql.SQL(
                "INSERT INTO geodata_change (of_id, object_id, action, key, before, digest, source)"
                " SELECT %(import)s, t.id, {action}, i.k, {before}, '', i.s"
                " FROM {rows} JOIN {table} t ON {same} {lock} ON CONFLICT DO NOTHING"
            ).format(
                # as they are now, and until they are written: nobody's change is lost
                lock=sql.SQL("FOR UPDATE OF t" if action == "update" else ""),
                action=sql.Literal(action),
                before=self._row() if action == "update" else sql.SQL("NULL"),
                rows=ROWS.format(action=sql.Literal(rows)),
                table=self.table,
                same=same,
            )
        )

    def _update(self) -> sql.Composed:
        pairs = [
            sql.SQL("{} = {}").format(sql.Identifier(name), sql.SQL(expression))
            for name, expression in self.target.columns.items()
        ]
        return sql.SQL("UPDATE {table} t SET {pairs} FROM {rows} WHERE {same}").format(
            table=self.table,
            pairs=sql.SQL(", ").join(pairs),
            rows=ROWS.format(action=sql.Literal("update")),
            same=self.same,
        )

    def _insert(self) -> sql.Composed:
        columns = {**self.target.columns, **self.target.first}
        return sql.SQL("INSERT INTO {table} ({names}) SELECT {values} FROM {rows}").format(
            table=self.table,
            names=sql.SQL(", ").join(map(sql.Identifier, columns)),
            values=sql.SQL(", ").join(map(sql.SQL, columns.values())),
            rows=ROWS.format(action=sql.Literal("insert")),
        )

    def _digest(self) -> sql.Composed:
        return sql.SQL(
            "UPDATE geodata_change c SET digest = md5({row}::text) FROM {table} t "
            "WHERE c.of_id = %(import)s AND t.id = c.object_id"
        ).format(row=self._row(), table=self.table)

    def _row(self) -> sql.Composed:
        """Return the SQL of a row `t` as JSON, without loss: geometry as hexadecimal EWKB."""
        parts = []
        for name, kind in self.names.items():
            value = sql.SQL("t.{}::text" if kind == "geometry" else "t.{}")
            parts += [sql.Literal(name), value.format(sql.Identifier(name))]
        return sql.SQL("jsonb_build_object({})").format(sql.SQL(", ").join(parts))

    def _run(self, query: sql.Composed) -> None:
        with connection.cursor() as cursor:
            cursor.execute(query, self.parameters)


def _columns(table: str) -> Iterator[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(COLUMNS, [table])
        for name, kind in cursor.fetchall():
            yield str(name), str(kind)
