DROP TABLE telemetry_device_event;
