-- One tile in Mapbox's vector format. Lines of one look are joined, so that a street is one line with one name.
WITH tile AS MATERIALIZED (
    SELECT ST_TileEnvelope(%(z)s, %(x)s, %(y)s) AS box,
        ST_TileEnvelope(%(z)s, %(x)s, %(y)s, margin => %(margin)s) AS area
),
near AS MATERIALIZED (
    SELECT layer, shape, sort, ST_ClipByBox2D(geom, area) AS geom,
        CASE layer WHEN 'roads' THEN props - %(untold)s::text[] ELSE props END AS props
    FROM basemap_drawn, tile
    WHERE geom && area AND min_zoom <= %(z)s AND weight <= %(heaviest)s AND size_m >= %(least_m)s
),
joined AS (
    SELECT layer, sort, props, ST_Simplify(ST_LineMerge(ST_Collect(geom)), %(detail_m)s) AS geom
    FROM near WHERE shape = 1 AND NOT ST_IsEmpty(geom) GROUP BY layer, sort, props
    UNION ALL
    SELECT layer, sort, props, ST_SimplifyPreserveTopology(geom, %(detail_m)s) FROM near WHERE shape = 2
    UNION ALL
    SELECT layer, sort, props, geom FROM near WHERE shape = 0
),
drawn AS MATERIALIZED (
    SELECT layer, sort, props, ST_AsMVTGeom(geom, box, 4096, %(buffer)s) AS geom
    FROM joined, tile WHERE NOT ST_IsEmpty(geom)
)
SELECT string_agg(part, ''::bytea) FROM (
    SELECT ST_AsMVT(one, one_layer, 4096, 'geom') AS part
    FROM unnest(%(layers)s::text[]) AS one_layer
    CROSS JOIN LATERAL (
        SELECT geom, props FROM drawn WHERE layer = one_layer AND geom IS NOT NULL ORDER BY sort
    ) AS one
    GROUP BY one_layer
) AS parts
