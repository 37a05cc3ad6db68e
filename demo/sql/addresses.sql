-- Numbers along the wider invented streets: odd ones on one side, even ones on the other, 40 m apart.
INSERT INTO territory_addresspoint
    (street_id, number, suffix, territory_id, source, is_simulated, geom, valid_from)
SELECT
    street_id, 2 * place + side - 1, '', territory_id, '', true,
    ST_Project(middle::geography, 8, ahead + (side - 0.5) * pi())::geometry, %(since)s
FROM (
    SELECT
        s.id AS street_id, s.territory_id, place,
        ST_LineInterpolatePoint(s.geom, place * 40 / s.length_m) AS middle,
        ST_Azimuth(
            ST_LineInterpolatePoint(s.geom, (place * 40 - 5) / s.length_m)::geography,
            ST_LineInterpolatePoint(s.geom, least(1, (place * 40 + 5) / s.length_m))::geography
        ) AS ahead
    FROM territory_street AS s,
        generate_series(1, least(99, floor(s.length_m / 40)::int)) AS place
    WHERE s.is_simulated AND s.category IN ('primary', 'secondary')
) AS places, generate_series(0, 1) AS side
WHERE ahead IS NOT NULL;
