-- Cuts what was read to the bounds. `size_m` is the side of a square as large as an area: what is smaller than a few
-- pixels is left out from afar, but for land and sea. Names and signs of an area stand on a point inside it.
INSERT INTO basemap_drawn (layer, shape, min_zoom, weight, sort, props, size_m, geom)
WITH bounds AS MATERIALIZED (
    SELECT ST_Transform(geom, 3857) AS box FROM basemap_read WHERE layer = 'bounds'
),
placed AS (
    SELECT layer, min_zoom, weight, sort, props, ST_Transform(geom, 3857) AS geom,
        CASE WHEN layer IN ('pois', 'places') OR (layer = 'water' AND props ? 'name' AND shape = 2)
            THEN 0 ELSE shape END AS shape
    FROM basemap_read
    WHERE layer <> 'bounds'
),
cut AS (
    SELECT layer, shape, min_zoom, weight, sort, props,
        CASE WHEN shape = 0 THEN ST_PointOnSurface(geom)
            WHEN ST_CoveredBy(geom, box) THEN geom
            WHEN shape = 1 THEN ST_CollectionExtract(ST_Intersection(geom, box), 2)
            ELSE ST_CollectionExtract(ST_Intersection(ST_MakeValid(geom), box), 3) END AS geom,
        box
    FROM placed, bounds
    WHERE geom && box
)
SELECT layer, shape, min_zoom, weight, sort, props,
    CASE WHEN shape = 2 AND weight > 0 THEN sqrt(ST_Area(geom)) ELSE 'Infinity' END,
    geom
FROM cut
WHERE NOT ST_IsEmpty(geom) AND ST_Intersects(geom, box);

-- A square that is mapped both as a point and as an area has one name.
DELETE FROM basemap_drawn AS twice USING basemap_drawn AS once
WHERE twice.layer IN ('pois', 'places', 'water') AND twice.shape = 0
    AND once.shape = 0 AND once.layer = twice.layer AND once.ctid < twice.ctid
    AND once.props ->> 'name' = twice.props ->> 'name' AND once.props ->> 'kind' = twice.props ->> 'kind'
    AND ST_DWithin(once.geom, twice.geom, 400);

CREATE INDEX basemap_drawn_place ON basemap_drawn USING gist (geom);
ANALYZE basemap_drawn;
