-- A message goes from state to state as casework/messages/enums.py says, keeps what it says until it
-- is wiped, and is never deleted; its steps are only ever added.
CREATE FUNCTION outbox_guard_message() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'messages are wiped, never deleted' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF OLD.state <> NEW.state AND (OLD.state, NEW.state) NOT IN (
        ('queued', 'sending'), ('queued', 'failed'), ('queued', 'withheld'),
        ('sending', 'queued'), ('sending', 'sent'), ('sending', 'failed'),
        ('sent', 'delivered'), ('sent', 'failed'),
        ('failed', 'queued'), ('failed', 'delivered')
    ) THEN
        RAISE EXCEPTION 'a message does not go from % to %', OLD.state, NEW.state
            USING ERRCODE = 'check_violation';
    END IF;
    IF (NEW.body <> OLD.body AND NEW.body <> '') OR (NEW.address <> OLD.address AND NEW.address <> '')
        OR NEW.template <> OLD.template OR NEW.channel <> OLD.channel
        OR NEW.created_at <> OLD.created_at OR NEW.case_id IS DISTINCT FROM OLD.case_id
    THEN
        RAISE EXCEPTION 'what a message says does not change'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER guard_message BEFORE UPDATE OR DELETE ON outbox_message
    FOR EACH ROW EXECUTE FUNCTION outbox_guard_message();

CREATE FUNCTION outbox_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% only grows', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TRIGGER only_grows BEFORE UPDATE OR DELETE ON outbox_messageevent
    FOR EACH ROW EXECUTE FUNCTION outbox_only_grows();
CREATE TRIGGER only_grows BEFORE UPDATE OR DELETE ON outbox_wording
    FOR EACH ROW EXECUTE FUNCTION outbox_only_grows();
