-- Text as people mean it when they search: without case, accents, harakat or tatweel; one alef, one
-- ya, one final ha; Western digits. Immutable, so that trigram indexes can be built on it.
CREATE EXTENSION IF NOT EXISTS pg_trgm;

CREATE FUNCTION search_key(value text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$
    SELECT lower(translate(
        regexp_replace(
            normalize(value, NFKD), '[\u0300-\u036f\u0640\u064b-\u065f\u0670]', '', 'g'
        ),
        'ٱىةکی٠١٢٣٤٥٦٧٨٩',
        'ايهكي0123456789'
    ))
$$;

-- A pattern for LIKE that finds `value` anywhere, taken literally.
CREATE FUNCTION search_pattern(value text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$
    SELECT '%' || regexp_replace(search_key(value), '([\\%_])', '\\\1', 'g') || '%'
$$;
