"""The search box over everything that has a name and a place.

What was typed is brought to the spelling of `place_key` (gis/sql). Each of its words must begin a
word of the row, and each number be one; words for kinds of street may be missing. Of the rows of
all sources the best matches come first, among equal ones the nearest. Where that finds too few,
words that are spelt alike count too.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from django.contrib.gis.geos import Point
from django.db import connection, transaction

from gis.gazetteer import Source, known, of_kind
from gis.scripts import in_language
from people.permissions import Actor

LONGEST = 80
SHORTEST_CODE = 3
MOST_WORDS = 6
MOST_HITS = 30
CANDIDATES = 1_000
"""Rows of a source that are weighed: a word of thousands of rows says little."""
ENOUGH = 3
"""With fewer hits, misspelt words are considered."""
WHOLE = 8
"""The score of what is called exactly so."""
WORD_BY_WORD = 4
"""The score of what has each word and number of the question as a whole."""
LIKENESS = 0.4
"""Word similarity (pg_trgm) from which a word counts as misspelt: "guliz" is Guéliz."""
GENERIC = frozenset(
    {"av", "bd", "rue", "hay", "derb", "place", "route", "res", "lot", "bis", "ter"}
)
"""Words that people leave out or mistake for each other, as `place_key` writes them."""
LONG_GENERIC = ("avenue", "boulevard", "quartier", "residence", "lotissement", "شارع", "زنقه")


class Shape(NamedTuple):
    """What the statement for a question depends on: how many words and numbers must be there, how
    many words may be, and whether the last number may go on, a code is asked for, the words say
    more than a kind of street.
    """

    words: int
    numbers: int
    optional: int
    ends_in_number: bool
    has_code: bool
    is_telling: bool


@dataclass(frozen=True)
class Found:
    """Something found: its kind, its names, a point of it in EPSG:4326, how far away it is."""

    kind: str
    ref: str
    variety: str
    label_ar: str
    label_fr: str
    detail_ar: str
    detail_fr: str
    longitude: float
    latitude: float
    score: float
    away_m: float | None

    @property
    def source(self) -> Source:
        """Where it comes from."""
        return of_kind(self.kind)

    @property
    def label(self) -> str:
        """Its name in the reader's script."""
        return in_language(ar=self.label_ar, fr=self.label_fr)

    @property
    def other_label(self) -> str:
        """Its name in the other script, where that is another one."""
        return next((n for n in (self.label_ar, self.label_fr) if n and n != self.label), "")

    @property
    def detail(self) -> str:
        """Where it lies, in words."""
        return in_language(ar=self.detail_ar, fr=self.detail_fr)

    @property
    def title(self) -> str:
        """What it is."""
        return str(self.source.varieties.get(self.variety) or self.source.title)


@dataclass(frozen=True)
class Asked:
    """The words of a question in the spelling of keys."""

    key: str
    words: tuple[str, ...]
    numbers: tuple[str, ...]
    optional: tuple[str, ...]
    last: str
    code: str = ""

    @classmethod
    def of(cls, key: str, code: str = "") -> "Asked":
        """Sort the words of a key: which must be there, which may."""
        words = tuple(dict.fromkeys(key.split()))[:MOST_WORDS]
        last = words[-1] if words else ""
        numbers = tuple(word for word in words if word.isdigit())
        optional = tuple(w for w in words if w in GENERIC or (w == last and _begins_generic(w)))
        needed = tuple(w for w in words if w not in numbers and w not in optional)
        if not needed and not numbers:
            needed, optional = optional, ()
        if len(code) < SHORTEST_CODE or not any(map(str.isdigit, code)):
            code = ""
        return cls(" ".join(words), needed, numbers, optional, last, code)

    @property
    def shape(self) -> Shape:
        """What the statement depends on."""
        counts = len(self.words), len(self.numbers), len(self.optional)
        is_telling = not GENERIC.issuperset(self.words)
        return Shape(*counts, self.last in self.numbers, bool(self.code), is_telling)

    @property
    def core(self) -> str:
        """The question without the words that may be missing."""
        return " ".join(word for word in self.key.split() if word not in self.optional)

    @property
    def parameters(self) -> dict[str, Any]:
        """The words as patterns of LIKE; they hold letters and digits alone."""
        begun = {f"begun{n}": f"% {word}%" for n, word in enumerate(self.words)}
        whole = {f"whole{n}": f"% {word} %" for n, word in enumerate(self.words)}
        numbers = {f"number{n}": f"% {number} %" for n, number in enumerate(self.numbers)}
        optional = {f"optional{n}": f"% {word} %" for n, word in enumerate(self.optional)}
        plain = {f"word{n}": word for n, word in enumerate(self.words)}
        return {
            **begun,
            **whole,
            **numbers,
            **optional,
            **plain,
            "numbers": list(self.numbers),
            "last_begun": f"% {self.last}%",
            "plain": self.key,
            "equal": f"%| {self.key} |%",
            "core": f"%| {self.core} |%",
            "begins": f"%| {self.key}%",
            "code": f"%{self.code}%",
            "code_begins": f"|{self.code}%",
            "code_equal": f"|{self.code}|",
        }


def _begins_generic(word: str) -> bool:
    return len(word) > 2 and any(each.startswith(word) for each in LONG_GENERIC)


def find_places(
    *,
    actor: Actor,
    text: str,
    near: Point | None = None,
    limit: int = 10,
    kinds: Collection[str] = (),
) -> list[Found]:
    """Return what is called so and the actor may see, the best first, of equal ones the nearest.

    `near` is in EPSG:4326; without `kinds` all are asked.
    """
    asked_of = (source for source in known() if not kinds or source.kind in kinds)
    sources = [source for source in asked_of if source.is_open_to(actor)]
    asked = Asked.of(*_keys(text))
    limit = min(limit, MOST_HITS)
    if len(asked.key) < 2:
        return []
    found = _ask(sources, asked, near, limit, is_tolerant=False)
    if len(found) >= ENOUGH or not asked.words or (found and found[0].score >= WORD_BY_WORD):
        return found
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL pg_trgm.word_similarity_threshold = {LIKENESS}")
        more = _ask(sources, asked, near, limit, is_tolerant=True)
    seen = {(each.kind, each.ref) for each in found}
    return [*found, *(each for each in more if (each.kind, each.ref) not in seen)][:limit]


def words_of(text: str) -> list[str]:
    """Return the words of a text in the spelling of keys."""
    return _keys(text)[0].split()


def _keys(text: str) -> tuple[str, str]:
    typed = re.sub(r"[\x00-\x1f]", " ", text)[:LONGEST]
    with connection.cursor() as cursor:
        cursor.execute("SELECT place_key(%s), code_key(search_key(%s))", [typed, typed])
        key, code = cursor.fetchone()
        return key, code.strip("|")


def _ask(
    sources: Sequence[Source], asked: Asked, near: Point | None, limit: int, *, is_tolerant: bool
) -> list[Found]:
    kinds = tuple(source.kind for source in sources)
    sql = statement(kinds, asked.shape, near is not None, is_tolerant)
    if not sql:
        return []
    where = {"longitude": near.x, "latitude": near.y} if near else {}
    with connection.cursor() as cursor:
        cursor.execute(sql, {**asked.parameters, **where, "limit": limit})
        return [Found(*row) for row in cursor.fetchall()]


def question(
    text: str, *, is_tolerant: bool = False, limit: int = 10
) -> tuple[str, dict[str, Any]]:
    """Return what all sources are asked for a text, with its parameters, to look at its plan."""
    asked = Asked.of(*_keys(text))
    sql = statement(tuple(each.kind for each in known()), asked.shape, False, is_tolerant)
    return sql, {**asked.parameters, "limit": limit}


@cache
def statement(
    kinds: tuple[str, ...],
    shape: Shape,
    is_near: bool,
    is_tolerant: bool,
) -> str:
    """Return the one statement that asks all sources for a question of this shape."""
    asked = [part for kind in kinds if (part := _part(of_kind(kind), shape, is_tolerant))]
    parts = [_best_of(part, is_near) for part in asked]
    if not parts:
        return ""
    away = f"ST_Distance(geom::geography, {HERE}::geography)" if is_near else "NULL::float8"
    order = f"score DESC, {_ORDER}"
    return (
        "SELECT kind, ref, variety, label_ar, label_fr, detail_ar, detail_fr, "
        f"ST_X(point), ST_Y(point), score::float8, {away} FROM (SELECT *, {_POINT} AS point FROM ("
        f"{' UNION ALL '.join(parts)}) AS hits ORDER BY {order} LIMIT %(limit)s) AS best "
        f"ORDER BY {order}"
    )


HERE = "ST_SetSRID(ST_MakePoint(%(longitude)s, %(latitude)s), 4326)"
_ORDER = "away, weight DESC, length(label_fr), label_fr, ref"
_POINT = (
    "CASE WHEN ST_GeometryType(geom) = 'ST_Point' THEN geom "
    "ELSE ST_LineInterpolatePoint(ST_GeometryN(ST_LineMerge(geom), 1), 0.5) END"
)


class Part(NamedTuple):
    """What is asked of one source: which rows, and how well each of them fits.

    `whole`: rows that are called exactly so are looked up by themselves, since of the others only
    so many are weighed.
    """

    source: Source
    needed: list[str]
    score: str
    whole: str = ""


def _best_of(part: Part, is_near: bool) -> str:
    away = f"geom_3857 <-> ST_Transform({HERE}, 3857)" if is_near else "0"
    return (
        f"(SELECT '{part.source.kind}' AS kind, {part.source.weight} AS weight, ref, variety, "
        f"label_ar, label_fr, detail_ar, detail_fr, geom, {part.score} AS score, {away} AS away "
        f"FROM ({_candidates(part)}) AS candidates ORDER BY score DESC, {_ORDER} LIMIT %(limit)s)"
    )


def _candidates(part: Part) -> str:
    def rows(*conditions: str) -> str:
        where = " AND ".join(conditions)
        return f"(SELECT * FROM ({part.source.sql}) AS named WHERE {where} LIMIT {CANDIDATES})"

    if not part.whole:
        return rows(*part.needed)
    return f"{rows(part.whole)} UNION ALL {rows(*part.needed, f'NOT {part.whole}')}"


def _part(source: Source, shape: Shape, is_tolerant: bool) -> Part | None:
    if source.is_code:
        if is_tolerant or not shape.has_code:
            return None
        return Part(source, ["key LIKE %(code)s"], _CODE_SCORE)
    has_both, has_one = shape.words and shape.numbers, shape.words or shape.numbers
    if not (has_both if source.has_number else has_one):
        return None
    if is_tolerant:
        needed, score = _alike(shape), _likeness(source, shape)
    else:
        needed, score = _exact(source, shape), _exactness(source, shape)
    if source.has_number:
        needed.append("split_part(number, ' ', 1) = ANY(%(numbers)s)")
    likely = [f"({_hay(source)} LIKE %(optional{n})s)::int * 0.5" for n in range(shape.optional)]
    is_whole = shape.is_telling and not (is_tolerant or source.has_number)
    whole = "(key LIKE %(equal)s OR key LIKE %(core)s)" if is_whole else ""
    return Part(source, needed, " + ".join([score, *likely]), whole)


_CODE_SCORE = (
    f"{WORD_BY_WORD} + {WHOLE} * (key LIKE %(code_equal)s)::int "
    "+ 2 * (key LIKE %(code_begins)s)::int"
)


def _hay(source: Source) -> str:
    return "(' ' || number || ' ' || key)" if source.has_number else "key"


def _numbers(source: Source, shape: Shape) -> list[str]:
    return [f"{_hay(source)} LIKE %(number{n})s" for n in range(shape.numbers)]


def _exact(source: Source, shape: Shape) -> list[str]:
    """A number is whole, but for the one that is being typed."""
    begun = [f"key LIKE %(begun{n})s" for n in range(shape.words)]
    whole = _numbers(source, shape)
    if shape.ends_in_number and not source.has_number:
        whole[-1] = "key LIKE %(last_begun)s"
    return [*begun, *whole]


def _exactness(source: Source, shape: Shape) -> str:
    words = [f"{_hay(source)} LIKE %(whole{n})s" for n in range(shape.words)]
    whole = [f"({each})::int" for each in (*words, *_numbers(source, shape))]
    return (
        f"{WHOLE} * (key LIKE %(equal)s)::int + 2 * (key LIKE %(begins)s)::int "
        "+ 3 * (key LIKE %(core)s)::int "
        f"+ ({' + '.join(whole)})::float8 * {WORD_BY_WORD} / {len(whole)}"
    )


def _alike(shape: Shape) -> list[str]:
    return [f"%(word{n})s <%% key" for n in range(shape.words)]


def _likeness(source: Source, shape: Shape) -> str:
    each = " + ".join(f"word_similarity(%(word{n})s, key)" for n in range(shape.words))
    alike = f"round((({each}) / {shape.words} + similarity(%(plain)s, key))::numeric, 1)"
    return " + ".join([alike, *(f"({each})::int * 0.5" for each in _numbers(source, shape))])
