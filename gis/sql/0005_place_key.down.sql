DROP FUNCTION code_key(text);
DROP FUNCTION names_key(text, text);
DROP FUNCTION place_key(text);
