-- Figures by department, and the values that a median is the middle of. What was kept stays: it is of no department.
ALTER TABLE dashboard_indicatorday
    ADD COLUMN department_code varchar(30) NOT NULL DEFAULT '',
    ADD COLUMN record_values bigint[],
    DROP CONSTRAINT dashboard_indicatorday_pkey,
    ADD PRIMARY KEY (indicator, day, territory_code, department_code);
ALTER TABLE dashboard_indicatorday ALTER COLUMN department_code DROP DEFAULT;
