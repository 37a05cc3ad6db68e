-- The departments of a day and territory are added up; a median becomes unknown until it is computed anew.
CREATE TEMPORARY TABLE merged ON COMMIT DROP AS
    SELECT indicator, day, territory_code, sum(numerator)::bigint AS numerator,
           sum(denominator)::bigint AS denominator, max(computed_at) AS computed_at
    FROM dashboard_indicatorday GROUP BY indicator, day, territory_code;
TRUNCATE dashboard_indicatorday;
ALTER TABLE dashboard_indicatorday
    DROP CONSTRAINT dashboard_indicatorday_pkey,
    DROP COLUMN department_code,
    DROP COLUMN record_values,
    ADD PRIMARY KEY (indicator, day, territory_code);
INSERT INTO dashboard_indicatorday
    (indicator, day, territory_code, numerator, denominator, computed_at)
    SELECT indicator, day, territory_code, numerator, denominator, computed_at FROM merged;
