-- A case changes its state only by a step of its kind's table, begins in its first state, and
-- keeps its reference and the instant of its deposit for ever.
CREATE FUNCTION casework_guard_case() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    flow text;
    former text := '';
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF NEW.reference <> OLD.reference OR NEW.deposited_at <> OLD.deposited_at THEN
            RAISE EXCEPTION 'the reference and the deposit of case % do not change', OLD.reference
                USING ERRCODE = 'check_violation', CONSTRAINT = 'case_keeps_its_reference';
        END IF;
        IF NEW.state = OLD.state THEN
            RETURN NEW;
        END IF;
        former := OLD.state;
    END IF;
    SELECT workflow INTO flow FROM casework_casekind WHERE id = NEW.kind_id;
    IF NOT EXISTS (
        SELECT FROM casework_transition t
        WHERE t.workflow = flow AND t.source = former AND t.target = NEW.state
    ) THEN
        RAISE EXCEPTION 'no step from % to % in %', quote_literal(former), quote_literal(NEW.state), flow
            USING ERRCODE = 'check_violation', CONSTRAINT = 'case_follows_its_workflow';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER guard_case BEFORE INSERT OR UPDATE ON casework_case
    FOR EACH ROW EXECUTE FUNCTION casework_guard_case();

-- By the end of a transaction the history must tell how the case came to be in its state.
CREATE FUNCTION casework_demand_history() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM casework_case c WHERE c.id = NEW.id AND c.state = NEW.state)
        AND NOT EXISTS (
            SELECT FROM casework_caseevent e
            WHERE e.case_id = NEW.id AND e.target = NEW.state AND e.kind IN ('opened', 'state')
        )
    THEN
        RAISE EXCEPTION 'case % is in state % without a line in its history', NEW.reference, NEW.state
            USING ERRCODE = 'check_violation', CONSTRAINT = 'case_has_its_history';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER demand_history AFTER INSERT OR UPDATE OF state ON casework_case
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION casework_demand_history();

CREATE FUNCTION casework_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the history of a case is only ever appended'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'case_history_is_append_only';
END $$;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON casework_caseevent
    FOR EACH ROW EXECUTE FUNCTION casework_refuse_change();

-- A number once given stays, and stays what it was; it can only be marked as cancelled, once.
CREATE FUNCTION casework_guard_reference() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.cancelled_at IS NULL
        AND (NEW.series_id, NEW.office, NEW.year, NEW.number, NEW.text, NEW.given_at)
            = (OLD.series_id, OLD.office, OLD.year, OLD.number, OLD.text, OLD.given_at)
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the reference % was given and stays', OLD.text
        USING ERRCODE = 'check_violation', CONSTRAINT = 'reference_stays';
END $$;

CREATE TRIGGER guard_reference BEFORE UPDATE OR DELETE ON casework_reference
    FOR EACH ROW EXECUTE FUNCTION casework_guard_reference();

-- A counter moves on by one, or begins at one: no gap can be made by hand.
CREATE FUNCTION casework_guard_counter() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' AND NEW.last_number = 1 THEN
        RETURN NEW;
    ELSIF TG_OP = 'UPDATE' AND NEW.last_number = OLD.last_number + 1
        AND (NEW.series_id, NEW.office, NEW.year) = (OLD.series_id, OLD.office, OLD.year)
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a counter of references moves on by one'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'counter_moves_by_one';
END $$;

CREATE TRIGGER guard_counter BEFORE INSERT OR UPDATE OR DELETE ON casework_counter
    FOR EACH ROW EXECUTE FUNCTION casework_guard_counter();
