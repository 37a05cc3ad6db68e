"""The rows of a page as HTML.

Written here and not in a template: a page has five hundred cells, and to enter a template for each
of them takes longer than everything else about the page together.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from html import escape
from typing import Final

from django.utils.safestring import SafeData, SafeString
from django.utils.translation import gettext as _

from workspace.tables.columns import Cell, Kind
from workspace.templatetags.local_formats import age, day, moment, number

NOTHING: Final = "–"
LONG: Final = 30
"""Characters from which a text may go on in a second line."""

_WRITERS: Final[dict[Kind, Callable[[Cell, dt.datetime], str]]] = {
    Kind.TEXT: lambda cell, _now: f"<bdi>{_escaped(cell.value)}</bdi>",
    Kind.CODE: lambda cell, _now: f'<bdi dir="ltr">{_escaped(cell.value)}</bdi>',
    Kind.NUMBER: lambda cell, _now: number(cell.value, cell.column.decimals),
    Kind.DATE: lambda cell, _now: day(cell.value),
    Kind.MOMENT: lambda cell, _now: moment(cell.value),
    Kind.AGE: lambda cell, now: age(cell.value, now),
    Kind.STATE: lambda cell, _now: (
        f'<span class="state state--{_escaped(cell.tone)}">{_escaped(cell.value)}</span>'
    ),
    Kind.YES_NO: lambda cell, _now: _escaped(_("Yes") if cell.value else _("No")),
}
"""A filled cell as HTML."""


def body_markup(rows: Iterable[Iterable[Cell]], now: dt.datetime) -> SafeString:
    """Return the rows of a table's body; `now` is the moment from which ages are told."""
    return SafeString(
        "\n".join(f"<tr>{''.join(_framed(cell, now) for cell in cells)}</tr>" for cells in rows)
    )


def cell_markup(cell: Cell, now: dt.datetime) -> str:
    """Return what stands in a cell: its value as its kind is written, in its link."""
    if cell.is_empty:
        return NOTHING
    words = _WRITERS[cell.column.kind](cell, now)
    return f'<a href="{_escaped(cell.url)}">{words}</a>' if cell.url else words


def _framed(cell: Cell, now: dt.datetime) -> str:
    words = cell_markup(cell, now)
    if cell.column.is_heading:
        return f'<th scope="row">{words}</th>'
    if cell.column.kind == Kind.NUMBER:
        return f'<td class="end">{words}</td>'
    if cell.column.kind == Kind.TEXT and len(str(cell.value)) > LONG:
        return f'<td class="long">{words}</td>'
    return f"<td>{words}</td>"


def _escaped(value: object) -> str:
    text = str(value)
    return text if isinstance(value, SafeData) else escape(text)
