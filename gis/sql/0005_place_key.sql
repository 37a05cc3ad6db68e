-- A name as people write it in an address: the words of search_key, without articles, with one
-- spelling of what is abbreviated, counted or doubled: "Bd. Mohammed V", "boulevard Mohamed 5".
-- Arabic words lose their article, and street types and ordinals meet their French equals. The
-- bodies are bound when they are created, so that a restored dump finds them whatever its path.
CREATE FUNCTION place_key(value text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (
    SELECT coalesce(string_agg(word, ' ' ORDER BY place) FILTER (WHERE word <> ''), '')
    FROM (
        SELECT place, coalesce(same ->> bare, same ->> single, single) AS word
        FROM (
            SELECT
                place,
                regexp_replace(typed, '^ال(?=..)', '') AS bare,
                regexp_replace(regexp_replace(typed, '^ال(?=..)', ''), '([a-z])\1+', '\1', 'g') AS single
            FROM regexp_split_to_table(
                regexp_replace(
                    translate(search_key(value), 'گڭ', 'كك'), '([0-9])(?=[a-zء-ي])', '\1 ', 'g'
                ),
                '[^0-9a-zء-ۓⴰ-⵿]+'
            ) WITH ORDINALITY AS pieces (typed, place)
        ) AS words,
        LATERAL (SELECT '{
            "av": "av", "ave": "av", "avenue": "av", "شارع": "av",
            "boulevard": "bd", "bld": "bd", "blvd": "bd", "boul": "bd",
            "rue": "rue", "زنقه": "rue", "زقاق": "rue",
            "place": "place", "pl": "place", "ساحه": "place",
            "route": "route", "rte": "route", "طريق": "route",
            "quartier": "hay", "qrt": "hay", "hai": "hay", "حي": "hay", "درب": "derb",
            "residence": "res", "lotissement": "lot",
            "mhd": "mohamed", "mohd": "mohamed", "muhamad": "mohamed", "mouhamed": "mohamed",
            "mohamad": "mohamed", "mly": "moulay", "ben": "ibn", "bin": "ibn", "بن": "ابن",
            "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6", "vii": "7", "viii": "8",
            "ix": "9", "اول": "1", "ثاني": "2", "ثالث": "3", "رابع": "4", "خامس": "5",
            "سادس": "6", "سابع": "7", "ثامن": "8", "تاسع": "9", "عاشر": "10",
            "al": "", "el": "", "l": "", "la": "", "le": "", "les": "", "d": "", "de": "",
            "du": "", "des": "", "er": "", "eme": ""
        }'::jsonb AS same) AS vocabulary
    ) AS spelt
);

-- Both names of a row: "| one | other |", so that a whole name, its beginning and its words can
-- each be told from the rest.
CREATE FUNCTION names_key(arabic text, other text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN '| ' || place_key(arabic) || ' | ' || place_key(other) || ' |';

-- A code without case and separators, between bars: "LMP-00012" is "|lmp00012|".
CREATE FUNCTION code_key(code text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN '|' || regexp_replace(lower(code), '[^a-z0-9]+', '', 'g') || '|';
