DROP TRIGGER guard_import ON geodata_import;
DROP FUNCTION geodata_guard_import();
