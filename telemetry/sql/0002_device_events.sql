CREATE TABLE telemetry_device_event (
    device_id bigint NOT NULL,
    at timestamptz NOT NULL,
    code varchar(40) NOT NULL,
    received_at timestamptz NOT NULL,
    severity varchar(10) NOT NULL,
    detail jsonb NOT NULL,
    PRIMARY KEY (device_id, at, code)
) PARTITION BY RANGE (at);
CREATE INDEX telemetry_device_event_at ON telemetry_device_event (at DESC);
