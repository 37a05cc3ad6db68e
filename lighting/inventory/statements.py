"""The SQL of an import: a staging table, what the database knows about it, then three upserts.

Geometries are compared as bytes: the operators for them changed their meaning between versions of
PostGIS. Whatever an upsert would leave as it is, it does not touch, so that a file imported twice
changes nothing.
"""

STAGE = """
DROP TABLE IF EXISTS inventory_point, inventory_cabinet;
CREATE TEMPORARY TABLE inventory_point (
    row_number integer NOT NULL, code varchar(40) PRIMARY KEY, kind text NOT NULL,
    meter_number text NOT NULL, lamp_type text NOT NULL, power_w float8, quantity smallint NOT NULL,
    supply_id varchar(40) NOT NULL, switching text NOT NULL, address text NOT NULL,
    locality text NOT NULL, remarks text NOT NULL, source_position text NOT NULL,
    geom geometry(Point, 4326) NOT NULL, territory_id bigint, street_id bigint,
    cabinet_id bigint, feeder_id bigint
) ON COMMIT DROP
"""

COPY_POINTS = """
COPY inventory_point (row_number, code, kind, meter_number, lamp_type, power_w, quantity, supply_id,
    switching, address, locality, remarks, source_position, geom) FROM STDIN
"""

OTHER_KIND = """
SELECT code FROM lighting_lamp WHERE code = ANY(%(equipment)s)
UNION ALL SELECT code FROM lighting_controlpoint WHERE code = ANY(%(lamps)s)
"""

OTHER_MARK = """
SELECT 'lamp_code', code FROM lighting_lamp
WHERE code = ANY(%(codes)s) AND is_simulated <> %(is_simulated)s
UNION ALL SELECT 'lamp_code', code FROM lighting_controlpoint
WHERE code = ANY(%(codes)s) AND is_simulated <> %(is_simulated)s
UNION ALL SELECT 'supply_id', supply_id FROM lighting_cabinet
WHERE supply_id = ANY(%(contracts)s) AND is_simulated <> %(is_simulated)s
"""

RESOLVE_TERRITORY = """
UPDATE inventory_point AS p SET territory_id = (
    SELECT t.id FROM territory_territory AS t
    WHERE t.valid_from <= %(day)s AND (t.valid_to IS NULL OR t.valid_to > %(day)s)
        AND ST_Covers(t.geom, p.geom)
    ORDER BY ST_Area(t.geom) LIMIT 1
)
"""

RESOLVE_STREET = """
UPDATE inventory_point AS p SET street_id = (
    SELECT near.id FROM (
        SELECT s.id, s.geom FROM territory_street AS s
        ORDER BY s.geom_3857 <-> ST_Transform(p.geom, 3857) LIMIT 1
    ) AS near
    WHERE ST_Distance(near.geom::geography, p.geom::geography) <= %(metres)s
)
WHERE p.kind = ''
"""

STAGE_CABINETS = """
CREATE TEMPORARY TABLE inventory_cabinet ON COMMIT DROP AS
SELECT DISTINCT ON (p.supply_id) p.supply_id, p.address, p.locality, p.geom, p.source_position,
    p.kind = 'cabinet' AS is_placed,
    (SELECT min(c.id) FROM lighting_cabinet AS c WHERE c.supply_id = p.supply_id) AS id
FROM inventory_point AS p WHERE p.supply_id <> ''
ORDER BY p.supply_id, p.kind <> 'cabinet', p.row_number
"""

PUT_IN_THE_MIDDLE = """
UPDATE inventory_cabinet AS c
SET geom = middle.geom, source_position = 'middle of ' || middle.lamps || ' points; EPSG:4326'
FROM (
    SELECT supply_id, count(*) AS lamps, ST_Centroid(ST_Collect(geom ORDER BY code)) AS geom FROM (
        SELECT supply_id, code, geom FROM inventory_point WHERE kind = ''
        UNION ALL
        SELECT k.supply_id, l.code, l.geom FROM lighting_lamp AS l
        JOIN lighting_feeder AS f ON f.id = l.feeder_id
        JOIN inventory_cabinet AS k ON k.id = f.cabinet_id
        WHERE NOT EXISTS (SELECT FROM inventory_point AS p WHERE p.code = l.code)
    ) AS known GROUP BY supply_id
) AS middle
WHERE middle.supply_id = c.supply_id AND NOT c.is_placed
"""

KEEP_PLACED = """
UPDATE inventory_cabinet AS c
SET geom = k.geom, source_position = k.source_position, address = k.address, locality = k.locality
FROM lighting_cabinet AS k
WHERE k.id = c.id AND NOT c.is_placed AND k.source_position NOT LIKE 'middle of %%'
"""
"""A cabinet whose place is known is not moved by a file that does not know it."""

ADD_TERRITORY = "ALTER TABLE inventory_cabinet ADD COLUMN territory_id bigint"

TERRITORY_OF_CABINETS = """
UPDATE inventory_cabinet AS c SET territory_id = (
    SELECT t.id FROM territory_territory AS t
    WHERE t.valid_from <= %(day)s AND (t.valid_to IS NULL OR t.valid_to > %(day)s)
        AND ST_Covers(t.geom, c.geom)
    ORDER BY ST_Area(t.geom) LIMIT 1
)
"""

UPDATE_CABINETS = """
UPDATE lighting_cabinet AS k
SET geom = c.geom, source_position = c.source_position, address = c.address,
    locality = c.locality, territory_id = COALESCE(c.territory_id, k.territory_id),
    is_simulated = %(is_simulated)s
FROM inventory_cabinet AS c
WHERE k.id = c.id AND (
    ST_AsBinary(k.geom), k.source_position, k.address, k.locality, k.territory_id, k.is_simulated
) IS DISTINCT FROM (
    ST_AsBinary(c.geom), c.source_position, c.address, c.locality,
    COALESCE(c.territory_id, k.territory_id), %(is_simulated)s
)
"""

INSERT_CABINETS = """
INSERT INTO lighting_cabinet (code, supply_id, geom, source_position, address, locality,
    territory_id, is_simulated)
SELECT supply_id, supply_id, geom, source_position, address, locality, territory_id,
    %(is_simulated)s
FROM inventory_cabinet WHERE id IS NULL ORDER BY supply_id
"""

INSERT_FEEDERS = """
INSERT INTO lighting_feeder (cabinet_id, number)
SELECT min(k.id), 1 FROM lighting_cabinet AS k JOIN inventory_cabinet AS c USING (supply_id)
GROUP BY supply_id
ON CONFLICT (cabinet_id, number) DO NOTHING
"""

KEEP_WHAT_IS_KNOWN = """
UPDATE inventory_point AS p
SET cabinet_id = COALESCE(found.cabinet_id, equipment.cabinet_id),
    feeder_id = CASE WHEN found.cabinet_id IS NULL OR f.cabinet_id = found.cabinet_id
        THEN l.feeder_id ELSE found.feeder_id END,
    territory_id = COALESCE(p.territory_id, l.territory_id, equipment.territory_id),
    street_id = COALESCE(p.street_id, l.street_id)
FROM inventory_point AS same
LEFT JOIN (
    SELECT k.supply_id, k.id AS cabinet_id, first.id AS feeder_id FROM lighting_cabinet AS k
    JOIN lighting_feeder AS first ON first.cabinet_id = k.id AND first.number = 1
    WHERE k.id IN (SELECT min(id) FROM lighting_cabinet GROUP BY supply_id) AND k.supply_id <> ''
) AS found ON found.supply_id = same.supply_id
LEFT JOIN lighting_lamp AS l ON l.code = same.code
LEFT JOIN lighting_feeder AS f ON f.id = l.feeder_id
LEFT JOIN lighting_controlpoint AS equipment ON equipment.code = same.code
WHERE same.code = p.code
"""
"""What the file does not say stays as it is here: another feeder of the same cabinet, a street."""

UPSERT_LAMPS = """
WITH done AS (
    INSERT INTO lighting_lamp AS l (code, address, locality, source_position, is_simulated,
        lamp_type, power_w, quantity, switching, remarks, geom, feeder_id, street_id, territory_id)
    SELECT code, address, locality, source_position, %(is_simulated)s, lamp_type, power_w,
        quantity, switching, remarks, geom, feeder_id, street_id, territory_id
    FROM inventory_point WHERE kind = '' ORDER BY row_number
    ON CONFLICT (code) DO UPDATE SET address = EXCLUDED.address, locality = EXCLUDED.locality,
        source_position = EXCLUDED.source_position, is_simulated = EXCLUDED.is_simulated,
        lamp_type = EXCLUDED.lamp_type, power_w = EXCLUDED.power_w, quantity = EXCLUDED.quantity,
        switching = EXCLUDED.switching, remarks = EXCLUDED.remarks, geom = EXCLUDED.geom,
        feeder_id = EXCLUDED.feeder_id, street_id = EXCLUDED.street_id,
        territory_id = EXCLUDED.territory_id
    WHERE (l.address, l.locality, l.source_position, l.is_simulated, l.lamp_type, l.power_w,
        l.quantity, l.switching, l.remarks, ST_AsBinary(l.geom), l.feeder_id, l.street_id,
        l.territory_id)
    IS DISTINCT FROM (EXCLUDED.address, EXCLUDED.locality, EXCLUDED.source_position,
        EXCLUDED.is_simulated, EXCLUDED.lamp_type, EXCLUDED.power_w, EXCLUDED.quantity,
        EXCLUDED.switching, EXCLUDED.remarks, ST_AsBinary(EXCLUDED.geom), EXCLUDED.feeder_id,
        EXCLUDED.street_id, EXCLUDED.territory_id)
    RETURNING xmax = 0 AS is_new
)
SELECT count(*) FILTER (WHERE is_new), count(*) FILTER (WHERE NOT is_new) FROM done
"""

UPSERT_CONTROL_POINTS = """
WITH done AS (
    INSERT INTO lighting_controlpoint AS l (code, address, locality, source_position, is_simulated,
        kind, meter_number, remarks, geom, cabinet_id, territory_id)
    SELECT code, address, locality, source_position, %(is_simulated)s, kind, meter_number, remarks,
        geom, cabinet_id, territory_id
    FROM inventory_point WHERE kind <> '' ORDER BY row_number
    ON CONFLICT (code) DO UPDATE SET address = EXCLUDED.address, locality = EXCLUDED.locality,
        source_position = EXCLUDED.source_position, is_simulated = EXCLUDED.is_simulated,
        kind = EXCLUDED.kind, meter_number = EXCLUDED.meter_number, remarks = EXCLUDED.remarks,
        geom = EXCLUDED.geom, cabinet_id = EXCLUDED.cabinet_id,
        territory_id = EXCLUDED.territory_id
    WHERE (l.address, l.locality, l.source_position, l.is_simulated, l.kind, l.meter_number,
        l.remarks, ST_AsBinary(l.geom), l.cabinet_id, l.territory_id)
    IS DISTINCT FROM (EXCLUDED.address, EXCLUDED.locality, EXCLUDED.source_position,
        EXCLUDED.is_simulated, EXCLUDED.kind, EXCLUDED.meter_number, EXCLUDED.remarks,
        ST_AsBinary(EXCLUDED.geom), EXCLUDED.cabinet_id, EXCLUDED.territory_id)
    RETURNING xmax = 0 AS is_new
)
SELECT count(*) FILTER (WHERE is_new), count(*) FILTER (WHERE NOT is_new) FROM done
"""

ANY_TERRITORY = """
SELECT 1 FROM territory_territory
WHERE valid_from <= %(day)s AND (valid_to IS NULL OR valid_to > %(day)s) LIMIT 1
"""

OUTSIDE = """
SELECT row_number, ST_Y(geom) || ', ' || ST_X(geom) FROM inventory_point AS p
WHERE territory_id IS NULL ORDER BY row_number
"""

COPY_FINDINGS = """
COPY lighting_inventoryfinding (inventory_import_id, "row", "column", grade, reason, was, became)
FROM STDIN
"""
