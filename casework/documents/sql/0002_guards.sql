-- Stored files and versions are only ever added; a document stays in its file for good.
CREATE FUNCTION documents_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% only grows', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TRIGGER only_grows BEFORE UPDATE OR DELETE ON documents_version
    FOR EACH ROW EXECUTE FUNCTION documents_only_grows();
CREATE TRIGGER only_grows BEFORE UPDATE OR DELETE ON documents_storedfile
    FOR EACH ROW EXECUTE FUNCTION documents_only_grows();
CREATE TRIGGER never_deleted BEFORE DELETE ON documents_document
    FOR EACH ROW EXECUTE FUNCTION documents_only_grows();

CREATE FUNCTION documents_guard_document() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.case_id <> OLD.case_id OR NEW.is_deposited <> OLD.is_deposited
        OR NEW.added_at <> OLD.added_at OR NEW.added_by_id IS DISTINCT FROM OLD.added_by_id
        OR (OLD.withdrawn_at IS NOT NULL AND NEW.withdrawn_at IS DISTINCT FROM OLD.withdrawn_at)
    THEN
        RAISE EXCEPTION 'where a document came from does not change'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER guard_document BEFORE UPDATE ON documents_document
    FOR EACH ROW EXECUTE FUNCTION documents_guard_document();
