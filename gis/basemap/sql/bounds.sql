-- The box that is drawn, in degrees and in Web Mercator.
SELECT ST_XMin(box), ST_YMin(box), ST_XMax(box), ST_YMax(box)
FROM (
    SELECT 1 AS nth, geom AS box FROM basemap_read WHERE layer = 'bounds'
    UNION ALL
    SELECT 2, ST_Transform(geom, 3857) FROM basemap_read WHERE layer = 'bounds'
) AS boxes
ORDER BY nth
