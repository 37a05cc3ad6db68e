"""What the council watches of its files: how many come, how many are closed, how soon, how late."""

import datetime as dt
from functools import partial

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.utils.translation import npgettext

from gis.indicators import of_inhabitants, per_inhabitant
from workspace.indicators import (
    EACH_DAY,
    SHARE,
    ZONE,
    Bounds,
    Direction,
    Indicator,
    Measure,
    day_of,
    on_the_days,
)

_AS_OF = "SELECT at FROM casework_caseevent ORDER BY id DESC LIMIT 1"
_LABELS = "SELECT id, reference FROM casework_case WHERE id = ANY(%(records)s)"
_PLACE = "c.territory_code, o.code AS department_code"
_CASE = "casework_case AS c JOIN people_department AS o ON o.id = c.department_id"

_RECEIVED = f"""
    SELECT {day_of("c.deposited_at")} AS day, {_PLACE},
           c.id AS record, 1::bigint AS numerator, 1::bigint AS denominator
    FROM {_CASE} WHERE {on_the_days("c.deposited_at")}
"""

_PER_INHABITANT = per_inhabitant(f"""
    SELECT {day_of("c.deposited_at")} AS day, c.territory_code AS code, count(*) AS n
    FROM casework_case AS c WHERE {on_the_days("c.deposited_at")} GROUP BY 1, 2
""")


def _of_closed(numerator: str, *, joined: str = "") -> str:
    """Return a source with one row for each case, on the day on which it was closed."""
    return f"""
        SELECT {day_of("c.closed_at")} AS day, {_PLACE},
               c.id AS record, ({numerator})::bigint AS numerator, 1::bigint AS denominator
        FROM {_CASE} {joined} WHERE {on_the_days("c.closed_at")}
    """


_CLOSED = _of_closed("1")
_PROCESSING = _of_closed("round(extract(epoch FROM c.closed_at - c.deposited_at))")
_IN_TIME = _of_closed(
    "met.in_time::int",
    joined="""
        JOIN LATERAL (
            SELECT bool_and(d.progress = 'kept') AS in_time FROM deadlines_deadline AS d
            WHERE d.case_id = c.id AND d.progress IN ('kept', 'missed')
        ) AS met ON met.in_time IS NOT NULL
    """,
)
"""A deadline without object, as of a withdrawn request, was neither kept nor missed."""

_OVERDUE = f"""
    SELECT g.day::date AS day, {_PLACE}, c.id AS record,
           EXISTS (
               SELECT FROM deadlines_deadline AS d
               WHERE d.case_id = c.id AND d.due_on < g.day::date
                 AND (d.ended_at IS NULL OR d.ended_at >= night.at)
           )::int::bigint AS numerator,
           1::bigint AS denominator
    FROM {EACH_DAY}
    CROSS JOIN LATERAL (
        SELECT (g.day + interval '1 day') AT TIME ZONE '{ZONE}' AS at
    ) AS night
    JOIN casework_case AS c
      ON c.deposited_at < night.at AND (c.closed_at IS NULL OR c.closed_at >= night.at)
    JOIN people_department AS o ON o.id = c.department_id
"""
"""The cases open at the end of each day; of a day to come there is nothing to say."""


def _url(reference: str) -> str:
    return f"{reverse('casework:list')}?{urlencode({'q': reference})}"


def _cases(number: int) -> str:
    return npgettext("unit", "case", "cases", number)


def _days(number: int) -> str:
    return npgettext("unit", "day", "days", number)


_of_cases = partial(
    Indicator,
    owner=_("Registry office"),
    department="registry",
    as_of=_AS_OF,
    fresh_for=dt.timedelta(days=4),  # nobody writes into files on a long weekend
    labels=_LABELS,
    record_name=_("Case"),
    record_url=_url,
    by_territory=True,
    by_department=True,
)

INDICATORS = (
    _of_cases(
        "casework.received",
        name=_("Cases received"),
        definition=_("Cases deposited at a counter, online, by post, e-mail or telephone."),
        unit=_("cases"),
        counted=_cases,
        source=_RECEIVED,
        measure=Measure.TOTAL,
    ),
    of_inhabitants(
        "casework.per_inhabitant",
        name=_("Requests per 1,000 inhabitants and year"),
        definition=_(
            "Cases deposited, with a place in an arrondissement, over its inhabitants of the"
            " census: what a year of such days would bring."
        ),
        owner=_("Registry office"),
        department="registry",
        unit=_("per 1,000"),
        source=_PER_INHABITANT,
        as_of=_AS_OF,
        fresh_for=dt.timedelta(days=4),
        measure=Measure.RATIO,
        factor=365_000,
        decimals=1,
    ),
    _of_cases(
        "casework.closed",
        name=_("Cases closed"),
        definition=_("Cases that reached an end: answered, refused, redirected or withdrawn."),
        unit=_("cases"),
        counted=_cases,
        source=_CLOSED,
        measure=Measure.TOTAL,
        direction=Direction.UP,
    ),
    _of_cases(
        "casework.in_time",
        name=_("Closed within the legal deadline"),
        definition=_(
            "Share of the cases closed, of those with a legal deadline, that kept every one of"
            " their deadlines."
        ),
        source=_IN_TIME,
        direction=Direction.UP,
        bounds=Bounds(target=100, warning=95, alarm=80),
        **SHARE,
    ),
    _of_cases(
        "casework.processing_days",
        name=_("Median processing time"),
        definition=_(
            "Days from the deposit to the end: half of the cases closed took no longer than this."
        ),
        unit=_("days"),
        counted=_days,
        source=_PROCESSING,
        measure=Measure.MEDIAN,
        factor=1 / 86_400,
        decimals=1,
        direction=Direction.DOWN,
    ),
    _of_cases(
        "casework.overdue",
        name=_("Open cases past their deadline"),
        definition=_(
            "Share of the cases open at the end of the day (today: now) with a legal deadline"
            " that has passed."
        ),
        unit="%",
        source=_OVERDUE,
        measure=Measure.STOCK,
        factor=100,
        decimals=1,
        direction=Direction.DOWN,
        bounds=Bounds(target=0, warning=5, alarm=15),
    ),
)
