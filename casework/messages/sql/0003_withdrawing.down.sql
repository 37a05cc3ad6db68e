DROP TRIGGER stays_from_its_first_day ON outbox_wording;
DROP TRIGGER only_grows ON outbox_wording;
CREATE TRIGGER only_grows BEFORE UPDATE OR DELETE ON outbox_wording
    FOR EACH ROW EXECUTE FUNCTION outbox_only_grows();
