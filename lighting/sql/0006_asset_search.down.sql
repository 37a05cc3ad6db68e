DROP INDEX cabinet_search;
DROP INDEX lamp_search;
