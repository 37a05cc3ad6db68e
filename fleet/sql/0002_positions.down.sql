DROP TABLE fleet_device_day;
DROP TABLE fleet_position_latest;
DROP TABLE fleet_position;
