DROP TABLE lighting_cabinet_hour;
DROP TABLE lighting_meter_reading_latest;
DROP TABLE lighting_meter_reading;
DROP TABLE lighting_lamp_day;
DROP TABLE lighting_lamp_state_latest;
DROP TABLE lighting_lamp_state;
