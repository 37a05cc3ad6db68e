-- What an extract holds, for the length of one build: what was read, then the same in Web Mercator, cut to the bounds.
CREATE TEMPORARY TABLE basemap_read (
    layer text NOT NULL,
    shape smallint NOT NULL,
    min_zoom smallint NOT NULL,
    weight smallint NOT NULL,
    sort smallint NOT NULL,
    props jsonb NOT NULL,
    geom geometry(Geometry, 4326) NOT NULL
);
CREATE TEMPORARY TABLE basemap_drawn (
    layer text NOT NULL,
    shape smallint NOT NULL,
    min_zoom smallint NOT NULL,
    weight smallint NOT NULL,
    sort smallint NOT NULL,
    props jsonb NOT NULL,
    size_m real NOT NULL,
    geom geometry(Geometry, 3857) NOT NULL
);
