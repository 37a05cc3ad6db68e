"""Rows of tables as HTML: each kind as it is written, in its link, and never what a name says."""

import datetime as dt
from types import SimpleNamespace

import pytest
from django.utils.safestring import SafeString
from django.utils.translation import override

from workspace.tables.columns import Column, Kind
from workspace.tables.markup import body_markup, cell_markup

NOW = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)
EVIL = '<script>alert("x")</script>'


def shown(kind: Kind, value: object, **more: object) -> str:
    """Return what stands in the cell of a row whose `x` is `value`."""
    column = Column("x", "X", kind, **more)  # type: ignore[arg-type]
    return cell_markup(column.cell(SimpleNamespace(x=value)), NOW)


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        (Kind.TEXT, "Rue", "<bdi>Rue</bdi>"),
        (Kind.TEXT, None, "–"),
        (Kind.TEXT, "", "–"),
        (Kind.NUMBER, 0, "<bdi>0</bdi>"),
        (Kind.NUMBER, 1234, "<bdi>1,234</bdi>"),
        (Kind.CODE, "DA-1", '<bdi dir="ltr">DA-1</bdi>'),
        (Kind.DATE, dt.date(2026, 3, 1), "<bdi>1 March 2026</bdi>"),
        (Kind.AGE, NOW - dt.timedelta(minutes=5), "<bdi>5 min ago</bdi>"),
        (Kind.STATE, "Open", '<span class="state state--none">Open</span>'),
        (Kind.YES_NO, True, "Yes"),
        (Kind.YES_NO, False, "No"),
    ],
)
def test_each_kind_is_written_in_its_way(kind: Kind, value: object, words: str) -> None:
    with override("en"):
        assert shown(kind, value) == words


@pytest.mark.parametrize("kind", [Kind.TEXT, Kind.CODE, Kind.STATE])
def test_what_a_name_says_is_never_run(kind: Kind) -> None:
    column = Column(
        "x", "X", kind, is_heading=True, link=lambda row: f"/?q={row.x}", tone=lambda row: row.x
    )
    body = body_markup([[column.cell(SimpleNamespace(x=EVIL))]], NOW)
    assert isinstance(body, SafeString)
    assert "<script" not in body
    assert "&lt;script&gt;alert(&quot;x&quot;)" in body
    assert body.count('"') == 2 * body.count('="')


def test_the_heading_heads_its_row_and_numbers_stand_at_the_end() -> None:
    columns = (
        Column("x", "X", is_heading=True, link=lambda _row: "/x/"),
        Column("n", "N", Kind.NUMBER),
        Column("t", "T"),
    )
    row = SimpleNamespace(x="A", n=None, t="B")
    assert body_markup([[column.cell(row) for column in columns]] * 2, NOW) == "\n".join(
        [
            (
                '<tr><th scope="row"><a href="/x/"><bdi>A</bdi></a></th>'
                '<td class="end">–</td><td><bdi>B</bdi></td></tr>'
            ),
        ]
        * 2
    )


def test_a_long_text_may_wrap() -> None:
    column = Column("x", "X", is_heading=False)
    body = body_markup([[column.cell(SimpleNamespace(x="a" * 31))]], NOW)
    assert '<td class="long">' in body
