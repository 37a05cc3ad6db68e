"""A grid of square cells in Web Mercator, in which many points are counted together.

A cell is 1/32 of a tile of zoom 13, about 153 m wide on the map. It is one number: its column in
the upper bits, its row, from the north, in the lower 18. Shifting both to the right gives the cells
of lower zooms.
"""

from django.db.models import BigIntegerField, Func

FINEST_ZOOM = 13
CELLS_A_TILE = 32
BITS = 18
WORLD_M = 40_075_016.68557849
SIDE_M = WORLD_M / 2**BITS


def cell_sql(geometry: str) -> str:
    """Return the SQL of the cell of a point in EPSG:4326."""
    point = f"ST_Transform({geometry}, 3857)"
    column = f"floor((ST_X({point}) + {WORLD_M / 2}) / {SIDE_M})::bigint"
    row = f"floor(({WORLD_M / 2} - ST_Y({point})) / {SIDE_M})::bigint"
    return f"(({column} << {BITS}) | {row})"


def cell_of(field: str) -> Func:
    """Return the expression of the cell of a point field in EPSG:4326."""
    return Func(field, template=cell_sql("%(expressions)s"), output_field=BigIntegerField())


def counted_in_cells(counts: str, source: str) -> str:
    """Return a SELECT of the middle of each cell in and around a tile, with `counts` of its rows.

    `source` names the rows; one of its tables has a column `cell`. The parameters are z, x and y,
    with z up to `FINEST_ZOOM`.
    """
    level = f"({FINEST_ZOOM} - %(z)s)"
    column, row = f"((cell >> {BITS}) >> {level})", f"((cell & {2**BITS - 1}) >> {level})"
    first, last = (
        f"((({bound}) << {level}) << {BITS})"
        for bound in (
            f"%(x)s::bigint * {CELLS_A_TILE} - 1",
            f"%(x)s::bigint * {CELLS_A_TILE} + {CELLS_A_TILE + 1}",
        )
    )
    side = f"({SIDE_M}::float8 * (1 << {level}))"
    # The rows are counted before anything else is asked of them (OFFSET 0): the planner cannot
    # guess how many would pass a condition on bits, and would then look each one up by itself.
    return (
        f"SELECT ST_SetSRID(ST_MakePoint("
        f"(col + 0.5::float8) * {side} - {WORLD_M / 2}::float8, "
        f"{WORLD_M / 2}::float8 - (row + 0.5::float8) * {side}), 3857) AS geom, cells.* "
        f"FROM (SELECT {column} AS col, {row} AS row, {counts} FROM {source} "
        f"WHERE cell >= {first} AND cell < {last} GROUP BY 1, 2 OFFSET 0) AS cells "
        f"WHERE row BETWEEN %(y)s::bigint * {CELLS_A_TILE} - 1 "
        f"AND (%(y)s::bigint + 1) * {CELLS_A_TILE}"
    )
