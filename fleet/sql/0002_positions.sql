-- History of positions: partitioned by UTC day, identified by device and instant, no foreign key in or out.
CREATE TABLE fleet_position (
    device_id bigint NOT NULL,
    at timestamptz NOT NULL,
    received_at timestamptz NOT NULL,
    geom geometry(Point, 4326) NOT NULL,
    speed_kmh real,
    heading_deg smallint,
    accuracy_m smallint,
    PRIMARY KEY (device_id, at)
) PARTITION BY RANGE (at);
CREATE INDEX fleet_position_at_brin ON fleet_position USING brin (at);

-- The newest fix of each device. Updated in place, hence the room left in its pages and no index but the key.
CREATE TABLE fleet_position_latest (
    device_id bigint PRIMARY KEY,
    at timestamptz,
    received_at timestamptz,
    geom geometry(Point, 4326),
    speed_kmh real,
    heading_deg smallint,
    accuracy_m smallint
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.1, autovacuum_vacuum_cost_delay = 0);

CREATE TABLE fleet_device_day (
    device_id bigint NOT NULL,
    day date NOT NULL,
    fix_count bigint NOT NULL,
    distance_mm bigint NOT NULL,
    moving_ms bigint NOT NULL,
    PRIMARY KEY (device_id, day)
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.1, autovacuum_vacuum_cost_delay = 0);
CREATE INDEX fleet_device_day_day ON fleet_device_day (day);
