DROP FUNCTION search_pattern(text);
DROP FUNCTION search_key(text);
