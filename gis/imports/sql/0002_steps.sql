-- An import goes only from one state to the next of the table in gis/imports/enums.py, and what it has
-- written stays written: a committed import is taken back, never checked or discarded again.
CREATE FUNCTION geodata_guard_import() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN (
            ('uploaded', 'discarded'),
            ('uploaded', 'opened'),
            ('uploaded', 'refused'),
            ('opened', 'discarded'),
            ('opened', 'read'),
            ('read', 'discarded'),
            ('read', 'matched'),
            ('read', 'opened'),
            ('matched', 'checked'),
            ('matched', 'discarded'),
            ('matched', 'opened'),
            ('matched', 'read'),
            ('checked', 'committed'),
            ('checked', 'discarded'),
            ('checked', 'matched'),
            ('checked', 'opened'),
            ('checked', 'read'),
            ('committed', 'rolled_back'),
            ('refused', 'discarded')
    ) THEN
        RAISE EXCEPTION 'an import does not go from % to %', OLD.state, NEW.state
            USING ERRCODE = 'check_violation', CONSTRAINT = 'import_follows_its_steps';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER guard_import BEFORE UPDATE OF state ON geodata_import
    FOR EACH ROW EXECUTE FUNCTION geodata_guard_import();
