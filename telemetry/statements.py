"""The SQL that a `Series` implies. Text only: every name comes from code, every value from the
staging table.
"""

from functools import cache

from telemetry.series import Rollup, Series


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
def lock_lanes(series: Series) -> str:
    """Make the writers of a lane of devices take turns, so that no row's neighbours change while
    they are counted. Lanes are given in ascending order, so that nobody waits in a circle.
    """
    return f"""
        SELECT pg_advisory_xact_lock(hashtext('{series.table}'), lane)
        FROM unnest(%s::int[]) AS lane
    """


@cache
def late_span(series: Series) -> str:
    """Return the span in which rows older than what their device said last need neighbours."""
    gap = series.rollup.max_gap
    return f"""
        SELECT min(s.at) FILTER (WHERE s.at < l.at) - {gap}, max(s.hi) + {gap}
        FROM (SELECT device_id, min(at) AS at, max(at) AS hi FROM {series.stage} GROUP BY 1) AS s
        LEFT JOIN LATERAL ({_latest_of("s", series, "at")}) AS l ON true
    """


@cache
def store_in_order(series: Series) -> str:
    """Store the staged rows, or nothing when one is older than what its device said last.

    What is newer than the latest row cannot be in the history yet, which saves the search for
    conflicts; what is as old as it is known. One statement, hence one snapshot: in it history and
    latest still show what was there before. Returns the number of rows stored and whether some come
    late.
    """
    return f"""
        WITH {_old(series)}, {_tardy(series)}, {_newer(series)}, {_neighbours(series, "old")},
             {_delta(series)}, {_sums(series.rollup)}, {_newest(series)}
        SELECT (SELECT count(*) FROM fresh), (SELECT is_so FROM tardy)
    """


@cache
def store_with_late(series: Series) -> str:
    """Store the staged rows when some come late, in the span `%(lo)s` to `%(hi)s`.

    The span is there for the planner, which then opens its partitions alone. Returns the number of
    rows stored and the devices that had late ones.
    """
    return f"""
        WITH {_old(series)}, {_unknown(series)}, {_around(series)},
             {_neighbours(series, "around", "prompt")},
             {_delta(series)}, {_sums(series.rollup)}, {_newest(series)}
        SELECT (SELECT count(*) FROM fresh), ARRAY(SELECT device_id FROM late)
    """


def _names(series: Series) -> str:
    return ", ".join(c.name for c in series.columns)


def _tardy(series: Series) -> str:
    """`tardy`: whether a staged row is older than what its device said last."""
    return f"""tardy AS MATERIALIZED (
        SELECT EXISTS (
            SELECT FROM {series.stage} AS s JOIN old USING (device_id) WHERE s.at < old.at
        ) AS is_so
    )"""


def _newer(series: Series) -> str:
    """`fresh`: the rows newer than what their device said last; none if some are older."""
    newer = "o.at IS NULL OR s.at > o.at"
    source = (
        f"LEFT JOIN old AS o USING (device_id) WHERE ({newer}) AND NOT (SELECT is_so FROM tardy)"
    )
    return _insert(series, source, "")


def _unknown(series: Series) -> str:
    """`fresh`: the rows that the history did not have."""
    return _insert(series, "", "ON CONFLICT DO NOTHING")


def _insert(series: Series, which: str, conflict: str) -> str:
    values = ", ".join(c.from_stage("s") for c in series.columns)
    return f"""fresh AS (
        INSERT INTO {series.table} ({_names(series)})
        SELECT {values} FROM {series.stage} AS s {which}
        {conflict} RETURNING {_names(series)}
    )"""


def _reads(series: Series) -> list[str]:
    """The columns that the rollup is computed from."""
    return ["device_id", "at", *series.rollup.reads]


def _latest_of(device: str, series: Series, names: str) -> str:
    """Look up the newest row of one device by the index.

    OFFSET 0 keeps the planner, which has no figures of the stage, from reading the whole table.
    """
    return f"SELECT {names} FROM {series.latest} WHERE device_id = {device}.device_id OFFSET 0"


def _old(series: Series) -> str:
    """`old`: the newest row known so far, and its place, of the devices with staged ones."""
    names = ", ".join(["ctid AS place", *_reads(series)])
    return f"""old AS MATERIALIZED (
        SELECT o.* FROM (SELECT DISTINCT device_id FROM {series.stage}) AS s
        CROSS JOIN LATERAL ({_latest_of("s", series, names)}) AS o
    )"""


def _around(series: Series) -> str:
    """`late`: the devices with a fresh row before their newest one; `prompt`: `old` of the others;
    `around`: for late devices, the rows of the history among and beside the fresh ones.

    Fresh rows less than ten minutes apart make one run, which is looked up as a range.
    """
    names, gap = ", ".join(_reads(series)), series.rollup.max_gap
    mine = (
        f"SELECT {names} FROM {series.table} AS h WHERE h.at BETWEEN %(lo)s AND %(hi)s"
        " AND h.device_id = run.device_id AND"
    )
    return f"""late AS MATERIALIZED (
        SELECT device_id FROM fresh JOIN old USING (device_id)
        GROUP BY device_id, old.at HAVING min(fresh.at) < old.at
    ), prompt AS (
        SELECT {names} FROM old WHERE device_id NOT IN (SELECT device_id FROM late)
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
        SELECT DISTINCT ON (h.device_id, h.at) h.* FROM run CROSS JOIN LATERAL (
            ({mine} h.at < run.lo AND h.at >= run.lo - {gap} ORDER BY h.at DESC LIMIT 1)
            UNION ALL
            ({mine} h.at > run.lo AND h.at < run.hi)
            UNION ALL
            ({mine} h.at > run.hi AND h.at <= run.hi + {gap} ORDER BY h.at LIMIT 1)
        ) AS h
    )"""


def _neighbours(series: Series, *known: str) -> str:
    """`pair`: neighbours with the fresh rows counted up and, among `around`, without them down.

    What is next to each other in both cancels out, so it need not be told apart.
    """
    names = ", ".join(_reads(series))
    previous = ", ".join(f"lag({name}) OVER w AS p_{name}" for name in _reads(series)[1:])
    window = "WINDOW w AS (PARTITION BY device_id ORDER BY at)"
    before = "".join(f"SELECT 0 AS is_fresh, {names} FROM {name} UNION ALL " for name in known)
    parted = f"UNION ALL SELECT -1, 0, {names}, {previous} FROM around {window}"
    return f"""pair AS (
        SELECT 1 AS sign, is_fresh, {names}, {previous}
        FROM ({before} SELECT 1, {names} FROM fresh) AS after {window}
        {parted if "around" in known else ""}
    )"""


def _delta(series: Series) -> str:
    """`delta`: what pairs and fresh rows bring to each bucket; a bucket of nothing is not made."""
    rollup = series.rollup
    totals = (rollup.count, *rollup.measures)
    sums = ", ".join(f"sum({m})::bigint AS {m}" for m in totals)
    tells = " OR ".join(f"sum({m}) <> 0" for m in totals)
    each = _each_row(series) if rollup.is_undivided else _each_part(series)
    return f"""delta AS MATERIALIZED (
        SELECT device_id, bucket, {sums} FROM ({each}) AS each
        GROUP BY device_id, bucket HAVING {tells}
    )"""


def _each_row(series: Series) -> str:
    """What each row brings to its own bucket: itself, and all of the pair that it ends."""
    rollup = series.rollup
    measures = ", ".join(f"c.sign * coalesce(s.{m}, 0) AS {m}" for m in rollup.measures)
    return f"""
        SELECT c.device_id, {rollup.bucket_of_row} AS bucket, c.is_fresh AS {rollup.count},
               {measures}
        FROM pair AS c LEFT JOIN LATERAL (
            SELECT s.* FROM (SELECT {_earlier(series)}) AS p, LATERAL ({rollup.segment}) AS s
        ) AS s ON c.p_at IS NOT NULL
        WHERE c.is_fresh = 1 OR c.p_at IS NOT NULL
    """


def _each_part(series: Series) -> str:
    """What pairs bring to each bucket that they touch, and fresh rows to their own."""
    rollup = series.rollup
    measures = ", ".join(f"c.sign * s.{m} AS {m}" for m in rollup.measures)
    return f"""
        SELECT c.device_id, s.bucket, 0 AS {rollup.count}, {measures}
        FROM pair AS c, LATERAL (SELECT {_earlier(series)}) AS p, LATERAL ({rollup.segment}) AS s
        WHERE c.p_at IS NOT NULL
        UNION ALL
        SELECT device_id, {rollup.bucket_of_row}, 1, {", ".join("0" for _ in rollup.measures)}
        FROM fresh AS c
    """


def _earlier(series: Series) -> str:
    """The earlier row of a pair, by its own names."""
    return ", ".join(f"c.p_{name} AS {name}" for name in _reads(series)[1:])


def _sums(rollup: Rollup) -> str:
    """`added`, `opened`: the differences added to the rollup, in buckets that exist and new ones.

    The writers of a series take turns, so this is safe, and cheaper than ON CONFLICT DO UPDATE.
    """
    totals, bucket = (rollup.count, *rollup.measures), rollup.bucket
    return f"""added AS (
        UPDATE {rollup.table} AS r SET {", ".join(f"{m} = r.{m} + d.{m}" for m in totals)}
        FROM delta AS d WHERE r.device_id = d.device_id AND r.{bucket} = d.bucket
        RETURNING r.device_id, r.{bucket}
    ), opened AS (
        INSERT INTO {rollup.table} (device_id, {bucket}, {", ".join(totals)})
        SELECT device_id, bucket, {", ".join(totals)} FROM delta
        WHERE (device_id, bucket) NOT IN (SELECT device_id, {bucket} FROM added)
    )"""


def _newest(series: Series) -> str:
    """`renewed`, `begun`: the latest state, guarded by the device's own time."""
    updates = ", ".join(f"{c.name} = n.{c.name}" for c in series.columns[1:])
    return f"""newest AS MATERIALIZED (
        SELECT DISTINCT ON (device_id) {_names(series)} FROM fresh ORDER BY device_id, at DESC
    ), renewed AS (
        UPDATE {series.latest} AS l SET {updates} FROM newest AS n JOIN old USING (device_id)
        WHERE l.ctid = old.place AND n.at > old.at
    ), begun AS (
        INSERT INTO {series.latest} ({_names(series)}) SELECT {_names(series)} FROM newest
        WHERE device_id NOT IN (SELECT device_id FROM old)
    )"""


@cache
def drop_empty_buckets(series: Series) -> str:
    """Remove the rollup rows that a late row brought back to nothing."""
    rollup = series.rollup
    empty = " AND ".join(f"{m} = 0" for m in (rollup.count, *rollup.measures))
    return f"DELETE FROM {rollup.table} WHERE device_id = ANY(%s) AND {empty}"
