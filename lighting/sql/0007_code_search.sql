CREATE INDEX lamp_code_key ON lighting_lamp USING gin (code_key(code) gin_trgm_ops);
CREATE INDEX cabinet_code_key ON lighting_cabinet USING gin (code_key(code) gin_trgm_ops);
