-- A wording may be taken back before its first day; from then on it stays, and it is never rewritten.
DROP TRIGGER only_grows ON outbox_wording;
CREATE TRIGGER only_grows BEFORE UPDATE ON outbox_wording
    FOR EACH ROW EXECUTE FUNCTION outbox_only_grows();
CREATE TRIGGER stays_from_its_first_day BEFORE DELETE ON outbox_wording
    FOR EACH ROW WHEN (OLD.valid_from <= (now() AT TIME ZONE 'Africa/Casablanca')::date)
    EXECUTE FUNCTION outbox_only_grows();
