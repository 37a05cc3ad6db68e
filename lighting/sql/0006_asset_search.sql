CREATE INDEX lamp_search ON lighting_lamp USING gin (search_key(code) gin_trgm_ops);
CREATE INDEX cabinet_search ON lighting_cabinet USING gin (search_key(code) gin_trgm_ops);
