CREATE INDEX street_search_ar ON territory_street USING gin (search_key(name_ar) gin_trgm_ops);
CREATE INDEX street_search_fr ON territory_street USING gin (search_key(name_fr) gin_trgm_ops);
