-- Where cases lie, as the tiles of the two layers ask for it: exact, and in cells of 250 m.
CREATE INDEX case_tiles ON casework_case USING gist (ST_Transform(geom, 3857))
    WHERE geom IS NOT NULL;
CREATE INDEX case_coarse_tiles ON casework_case
    USING gist (ST_Transform(coarse_place(geom, 250), 3857)) WHERE geom IS NOT NULL;
