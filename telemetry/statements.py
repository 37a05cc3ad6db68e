"""The SQL that a `Series` implies. Text only: every name comes from code, every value from the staging table."""

from functools import cache

from telemetry.series import Series


@cache
def create_stage(series: Series) -> str:
    """Create the staging table of this connection; it empties itself at each commit."""
    columns = ", ".join(f"{c.name} {c.sql_type}" for c in series.columns)
    return f"CREATE TEMP TABLE IF NOT EXISTS {series.stage} ({columns}) ON COMMIT DELETE ROWS"


@cache
def copy_to_stage(series: Series) -> str:
    """Fill the staging table."""
    names = ", ".join(c.name for c in series.columns)
    return f"COPY {series.stage} ({names}) FROM STDIN (FORMAT binary)"


@cache
def lock_series(series: Series) -> str:
    """Make the writers of a series take turns, so that no row's neighbours change while they are counted."""
    return f"SELECT pg_advisory_xact_lock(hashtext('{series.table}'))"


@cache
def store_batch(series: Series) -> str:
    """Store the staged rows: history once, rollup by difference, latest if newer.

    One statement, hence one snapshot: in it `history` and `latest` still show what was there before. Returns the
    number of rows stored and the devices that had late ones.
    """
    rollup = series.rollup
    state = ", ".join(c.name for c in series.state)
    names = ", ".join(c.name for c in series.columns)
    previous = ", ".join(f"lag({c.name}) OVER w AS p_{c.name}" for c in series.columns)
    before = ", ".join(f"p_{c.name} AS {c.name}" for c in series.columns)
    measures = ", ".join(rollup.measures)
    return f"""
        WITH fresh AS (
            INSERT INTO {series.table} ({names})
            SELECT {", ".join(c.from_stage for c in series.columns)} FROM {series.stage}
            ON CONFLICT DO NOTHING
            RETURNING {names}
        ), old AS MATERIALIZED (
            SELECT {names} FROM {series.latest}
            WHERE device_id IN (SELECT device_id FROM fresh) AND at IS NOT NULL
        ), late AS MATERIALIZED (
            SELECT device_id FROM fresh JOIN old USING (device_id)
            GROUP BY device_id, old.at HAVING min(fresh.at) < old.at
        ), run AS (
            SELECT device_id, min(at) AS lo, max(at) AS hi FROM (
                SELECT device_id, at, sum(parted) OVER (PARTITION BY device_id ORDER BY at) AS run
                FROM (
                    SELECT device_id, at, (at - lag(at) OVER (PARTITION BY device_id ORDER BY at)
                        > interval '10 minutes')::int AS parted
                    FROM fresh WHERE device_id IN (SELECT device_id FROM late)
                ) AS steps
            ) AS runs GROUP BY device_id, run
        ), around AS (
            SELECT DISTINCT ON (run.device_id, h.at) h.* FROM run CROSS JOIN LATERAL (
                (SELECT {names} FROM {series.table} AS h
                 WHERE h.device_id = run.device_id AND h.at < run.lo AND h.at >= run.lo - {rollup.max_gap}
                 ORDER BY h.at DESC LIMIT 1)
                UNION ALL
                (SELECT {names} FROM {series.table} AS h
                 WHERE h.device_id = run.device_id AND h.at > run.lo AND h.at < run.hi)
                UNION ALL
                (SELECT {names} FROM {series.table} AS h
                 WHERE h.device_id = run.device_id AND h.at > run.hi AND h.at <= run.hi + {rollup.max_gap}
                 ORDER BY h.at LIMIT 1)
            ) AS h
        ), untouched AS (
            SELECT {names} FROM around
            UNION ALL
            SELECT {names} FROM old WHERE device_id NOT IN (SELECT device_id FROM late)
        ), pair AS (
            SELECT 1 AS sign, {names}, {previous}
            FROM (SELECT {names} FROM untouched UNION ALL SELECT {names} FROM fresh) AS after
            WINDOW w AS (PARTITION BY device_id ORDER BY at)
            UNION ALL
            SELECT -1, {names}, {previous} FROM around
            WINDOW w AS (PARTITION BY device_id ORDER BY at)
        ), delta AS (
            SELECT c.device_id, s.bucket, 0::bigint AS {rollup.count},
                   {", ".join(f"(c.sign * s.{m})::bigint AS {m}" for m in rollup.measures)}
            FROM pair AS c, LATERAL (SELECT {before}) AS p, LATERAL ({rollup.segment}) AS s
            WHERE c.p_at IS NOT NULL
            UNION ALL
            SELECT device_id, {rollup.bucket_of_row}, 1, {", ".join("0" for _ in rollup.measures)} FROM fresh
        ), sums AS (
            INSERT INTO {rollup.table} AS r (device_id, {rollup.bucket}, {rollup.count}, {measures})
            SELECT device_id, bucket, {", ".join(f"sum({m})" for m in (rollup.count, *rollup.measures))}
            FROM delta AS d GROUP BY device_id, bucket
            ON CONFLICT (device_id, {rollup.bucket}) DO UPDATE SET
            {", ".join(f"{m} = r.{m} + excluded.{m}" for m in (rollup.count, *rollup.measures))}
        ), newest AS (
            INSERT INTO {series.latest} AS l ({names})
            SELECT DISTINCT ON (device_id) {names} FROM fresh ORDER BY device_id, at DESC
            ON CONFLICT (device_id) DO UPDATE SET
            {", ".join(f"{c.name} = excluded.{c.name}" for c in series.columns[1:])}
            WHERE l.at IS NULL OR excluded.at > l.at
        )
        SELECT (SELECT count(*) FROM fresh), ARRAY(SELECT device_id FROM late)
    """


@cache
def drop_empty_buckets(series: Series) -> str:
    """Remove the rollup rows that a late row brought back to nothing."""
    rollup = series.rollup
    empty = " AND ".join(f"{m} = 0" for m in (rollup.count, *rollup.measures))
    return f"DELETE FROM {rollup.table} WHERE device_id = ANY(%s) AND {empty}"
