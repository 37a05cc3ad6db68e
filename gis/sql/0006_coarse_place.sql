-- The middle of the cell in which a place lies, of a grid of side_m metres in Merchich, zone Nord:
-- the same place has the same point each time, and a thousand questions tell no more than one. The
-- body is bound when it is created, so that a restored dump finds it whatever its path.
CREATE FUNCTION coarse_place(place geometry, side_m integer) RETURNS geometry
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (
    SELECT ST_Transform(ST_SetSRID(ST_MakePoint(
        (floor(ST_X(at) / side_m) + 0.5) * side_m,
        (floor(ST_Y(at) / side_m) + 0.5) * side_m), 26191), 4326)
    FROM (SELECT ST_Transform(ST_PointOnSurface(place), 26191) AS at) AS here
);
