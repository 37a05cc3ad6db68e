-- What was answered, signed or issued stays as it is; Python says it more kindly before.

CREATE FUNCTION signatures_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% keeps its rows', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;

CREATE FUNCTION signatures_guard_issued() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.revoked_at IS NOT NULL OR
       (to_jsonb(NEW) - ARRAY['revoked_at', 'revoked_by_id', 'revocation_reason'])
       IS DISTINCT FROM
       (to_jsonb(OLD) - ARRAY['revoked_at', 'revoked_by_id', 'revocation_reason']) THEN
        RAISE EXCEPTION 'an issued document is revoked once, and never changed'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION signatures_guard_key() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.revoked_at IS NOT NULL OR
       (to_jsonb(NEW) - ARRAY['revoked_at', 'revocation_reason']) IS DISTINCT FROM
       (to_jsonb(OLD) - ARRAY['revoked_at', 'revocation_reason']) THEN
        RAISE EXCEPTION 'a certificate is revoked once, and never changed'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION signatures_guard_circuit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state <> 'running' OR
       (to_jsonb(NEW) - ARRAY['state', 'ended_at']) IS DISTINCT FROM
       (to_jsonb(OLD) - ARRAY['state', 'ended_at']) THEN
        RAISE EXCEPTION 'a parapheur ends once, and never changes'
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.state = 'signed' AND
       (EXISTS (SELECT FROM signatures_step s
                WHERE s.circuit_id = NEW.id AND s.state <> 'approved')
        OR NOT EXISTS (SELECT FROM signatures_step s
                       WHERE s.circuit_id = NEW.id AND s.kind = 'signature')) THEN
        RAISE EXCEPTION 'a parapheur is signed when every visa and the signature are given'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION signatures_guard_step() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state <> 'waiting' OR
       (NEW.id, NEW.circuit_id, NEW.place, NEW.kind, NEW.person_id) IS DISTINCT FROM
       (OLD.id, OLD.circuit_id, OLD.place, OLD.kind, OLD.person_id) THEN
        RAISE EXCEPTION 'a step is answered once, and never changed'
            USING ERRCODE = 'restrict_violation';
    END IF;
    PERFORM 1 FROM signatures_circuit c WHERE c.id = NEW.circuit_id AND c.state = 'running'
        FOR UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'this parapheur is over' USING ERRCODE = 'restrict_violation';
    END IF;
    IF EXISTS (SELECT FROM signatures_step s WHERE s.circuit_id = NEW.circuit_id
               AND s.place < NEW.place AND s.state <> 'approved') THEN
        RAISE EXCEPTION 'an earlier step of this parapheur waits'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER guard BEFORE UPDATE ON signatures_issueddocument
    FOR EACH ROW EXECUTE FUNCTION signatures_guard_issued();
CREATE TRIGGER guard BEFORE UPDATE ON signatures_signingkey
    FOR EACH ROW EXECUTE FUNCTION signatures_guard_key();
CREATE TRIGGER guard BEFORE UPDATE ON signatures_circuit
    FOR EACH ROW EXECUTE FUNCTION signatures_guard_circuit();
CREATE TRIGGER guard BEFORE UPDATE ON signatures_step
    FOR EACH ROW EXECUTE FUNCTION signatures_guard_step();
CREATE TRIGGER keep BEFORE DELETE ON signatures_issueddocument
    FOR EACH ROW EXECUTE FUNCTION signatures_keep();
CREATE TRIGGER keep BEFORE DELETE ON signatures_signingkey
    FOR EACH ROW EXECUTE FUNCTION signatures_keep();
CREATE TRIGGER keep BEFORE DELETE ON signatures_circuit
    FOR EACH ROW EXECUTE FUNCTION signatures_keep();
CREATE TRIGGER keep BEFORE DELETE ON signatures_step
    FOR EACH ROW EXECUTE FUNCTION signatures_keep();
