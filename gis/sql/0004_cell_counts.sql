-- Counts of the points of a table by cell of the grid, kept as rows come, move and go, so that a map
-- from afar need not count a million points. SELECT keep_cell_counts('a_table') makes the table
-- a_table_cell (cell, n) for a table with a column "cell"; drop_cell_counts takes it away.
CREATE FUNCTION count_cells() RETURNS trigger
LANGUAGE plpgsql
AS $$
DECLARE
    came text := 'SELECT cell, count(*) AS n FROM came GROUP BY cell';
    went text := 'SELECT cell, -count(*) AS n FROM went GROUP BY cell';
    changed text := CASE TG_OP
        WHEN 'INSERT' THEN came WHEN 'DELETE' THEN went ELSE came || ' UNION ALL ' || went
    END;
BEGIN
    EXECUTE format(
        'INSERT INTO %1$I AS kept (cell, n) '
        'SELECT cell, sum(n) FROM (%2$s) AS changed WHERE cell IS NOT NULL '
        'GROUP BY cell HAVING sum(n) <> 0 ORDER BY cell '
        'ON CONFLICT (cell) DO UPDATE SET n = kept.n + excluded.n',
        TG_TABLE_NAME || '_cell', changed
    );
    RETURN NULL;
END
$$;

CREATE FUNCTION forget_cells() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    EXECUTE format('TRUNCATE %I', TG_TABLE_NAME || '_cell');
    RETURN NULL;
END
$$;

CREATE FUNCTION keep_cell_counts(counted text) RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    EXECUTE format(
        'CREATE TABLE %1$I (cell bigint PRIMARY KEY, n bigint NOT NULL);'
        'INSERT INTO %1$I SELECT cell, count(*) FROM %2$I WHERE cell IS NOT NULL GROUP BY cell;'
        'CREATE TRIGGER cells_came AFTER INSERT ON %2$I REFERENCING NEW TABLE AS came '
        'FOR EACH STATEMENT EXECUTE FUNCTION count_cells();'
        'CREATE TRIGGER cells_went AFTER DELETE ON %2$I REFERENCING OLD TABLE AS went '
        'FOR EACH STATEMENT EXECUTE FUNCTION count_cells();'
        'CREATE TRIGGER cells_moved AFTER UPDATE ON %2$I '
        'REFERENCING NEW TABLE AS came OLD TABLE AS went '
        'FOR EACH STATEMENT EXECUTE FUNCTION count_cells();'
        'CREATE TRIGGER cells_forgotten AFTER TRUNCATE ON %2$I '
        'FOR EACH STATEMENT EXECUTE FUNCTION forget_cells()',
        counted || '_cell', counted
    );
END
$$;

CREATE FUNCTION drop_cell_counts(counted text) RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    EXECUTE format(
        'DROP TRIGGER cells_came ON %2$I;'
        'DROP TRIGGER cells_went ON %2$I;'
        'DROP TRIGGER cells_moved ON %2$I;'
        'DROP TRIGGER cells_forgotten ON %2$I;'
        'DROP TABLE %1$I',
        counted || '_cell', counted
    );
END
$$;
