DROP INDEX lamp_code_key;
DROP INDEX cabinet_code_key;
