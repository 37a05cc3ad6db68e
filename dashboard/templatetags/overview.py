"""Words and addresses of the overview."""

import datetime as dt
from collections.abc import Iterable, Mapping
from urllib.parse import urlencode

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from workspace.indicators import Indicator, Verdict
from workspace.templatetags.local_formats import (
    day,
    day_words,
    language,
    number,
    number_words,
    whole_like,
)

register = template.Library()


@register.simple_tag
def asked(parameters: Mapping[str, str], **others: str) -> str:
    """Return the filters of the page as the end of an address."""
    query = urlencode({**parameters, **others})
    return f"?{query}" if query else ""


@register.filter
def unit_behind(indicator: Indicator, value: float | None) -> str:
    """Return the unit as it stands behind a value of an indicator: “1 case”, “12 cases”."""
    if value is None or indicator.counted is None:
        return str(indicator.unit)
    return indicator.counted(whole_like(value, indicator.decimals))


@register.filter
def change_words(change: float, unit: str) -> SafeString:
    """Return a change with its sign: in percent, or in points where the unit is percent."""
    change = round(change, 1)
    sign = "+" if change > 0 else "−" if change < 0 else "±"
    amount = number(abs(change), 1)
    if str(unit) == "%":
        return format_html('<bdi dir="ltr">{}{}</bdi> {}', sign, plain(amount), _("points"))
    return format_html('<bdi dir="ltr">{}{} %</bdi>', sign, plain(amount))


def plain(text: str) -> str:
    """Return words without the marks that isolate them: for attributes and drawings."""
    return text.replace("<bdi>", "").replace("</bdi>", "")


@register.simple_tag
def span(first: dt.date, last: dt.date) -> SafeString:
    """Return the days of a period in words."""
    if first == last:
        return format_html("{}", day(first))
    return format_html(_("{first} to {last}"), first=day(first), last=day(last))


@register.simple_tag
def day_rows(
    rows: Iterable[tuple[dt.date, float | None]], decimals: int, today: dt.date
) -> SafeString:
    """Return days with their figures as the rows of a table's body.

    Written here and not in a template: the tiles of a page have five hundred of them, which would
    take longer to draw than all the rest.
    """
    spoken, so_far = language(), format_html(" <small>{}</small>", _("so far"))
    return SafeString(
        "\n".join(
            f'<tr><th scope="row">{day_words(on, spoken)}{so_far if on == today else ""}</th>'
            f'<td class="end">{number_words(value, decimals, spoken)}</td></tr>'
            for on, value in rows
        )
    )


@register.filter
def verdict_words(verdict: str) -> str:
    """Return what a verdict means."""
    words = {
        Verdict.GOOD: _("As it should be"),
        Verdict.WARNING: _("To be watched"),
        Verdict.ALARM: _("Alarming"),
    }
    return words.get(Verdict(verdict), "")
