-- Lamp states: a lamp is in a state from `at` until its next row.
CREATE TABLE lighting_lamp_state (
    device_id bigint NOT NULL,
    at timestamptz NOT NULL,
    received_at timestamptz NOT NULL,
    is_on boolean NOT NULL,
    dim_percent smallint NOT NULL,
    power_w real,
    fault smallint NOT NULL,
    PRIMARY KEY (device_id, at)
) PARTITION BY RANGE (at);
CREATE INDEX lighting_lamp_state_at_brin ON lighting_lamp_state USING brin (at);

CREATE TABLE lighting_lamp_state_latest (
    device_id bigint PRIMARY KEY,
    at timestamptz,
    received_at timestamptz,
    is_on boolean,
    dim_percent smallint,
    power_w real,
    fault smallint
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.1, autovacuum_vacuum_cost_delay = 0);

CREATE TABLE lighting_lamp_day (
    device_id bigint NOT NULL,
    day date NOT NULL,
    state_count bigint NOT NULL,
    burning_ms bigint NOT NULL,
    PRIMARY KEY (device_id, day)
) WITH (fillfactor = 70);
CREATE INDEX lighting_lamp_day_day ON lighting_lamp_day (day);

-- Meter readings: a cumulative register.
CREATE TABLE lighting_meter_reading (
    device_id bigint NOT NULL,
    at timestamptz NOT NULL,
    received_at timestamptz NOT NULL,
    energy_wh bigint NOT NULL,
    power_w real,
    PRIMARY KEY (device_id, at)
) PARTITION BY RANGE (at);
CREATE INDEX lighting_meter_reading_at_brin ON lighting_meter_reading USING brin (at);

CREATE TABLE lighting_meter_reading_latest (
    device_id bigint PRIMARY KEY,
    at timestamptz,
    received_at timestamptz,
    energy_wh bigint,
    power_w real
) WITH (fillfactor = 50);

CREATE TABLE lighting_cabinet_hour (
    device_id bigint NOT NULL,
    hour timestamptz NOT NULL,
    reading_count bigint NOT NULL,
    energy_wh bigint NOT NULL,
    PRIMARY KEY (device_id, hour)
) WITH (fillfactor = 70);
CREATE INDEX lighting_cabinet_hour_hour ON lighting_cabinet_hour (hour);
