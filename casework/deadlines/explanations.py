"""How a due date came about, in plain sentences of the reader's language."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext, override
from django.utils.translation import gettext as _

from casework.deadlines.enums import StartEvent, Unit
from casework.deadlines.models import Deadline, Extension
from casework.deadlines.rules import ONE_DAY, DayOff, Pause, Reckoning, day_of
from casework.deadlines.services import reckoning_of
from workspace.templatetags.local_formats import day as written_day

_LANGUAGES = ("ar", "fr", "en")


@dataclass(frozen=True)
class Explanation:
    """A deadline with the sentences that explain it; the last says when it is due."""

    deadline: Deadline
    sentences: tuple[SafeString, ...]


def explain(deadline: Deadline) -> Explanation:
    """Return the explanation in the reader's language, from the calendar as it is known now."""
    return Explanation(deadline, tuple(_sentences(deadline, reckoning_of(deadline))))


def explain_in(deadline: Deadline, language: str) -> Explanation:
    """Return the explanation in a language, by its code."""
    with override(language):
        return explain(deadline)


def _sentences(deadline: Deadline, found: Reckoning) -> Iterator[SafeString]:
    yield _start(deadline, found)
    yield _rule(deadline)
    yield from map(_extension, deadline.extensions.all())
    if found.closed and deadline.rule.unit == Unit.WORKING_DAYS:
        yield format_html(_("These holidays are not counted: {days}."), days=_days(found.closed))
    for standstill in deadline.standstills.all():
        yield _standstill(standstill.pause)
    yield from _moves(deadline, found)
    yield _end(found)


def _start(deadline: Deadline, found: Reckoning) -> SafeString:
    day = written_day(found.started_on)
    if deadline.rule.start == StartEvent.DEPOSIT:
        return format_html(
            _("The case was deposited on {day}; that day itself is not counted."), day=day
        )
    return format_html(_("The clock started on {day}; that day itself is not counted."), day=day)


def _rule(deadline: Deadline) -> SafeString:
    rule = deadline.rule
    return format_html(
        _("The rule gives {time} ({law})."),
        time=amount_of(rule.amount, rule.unit),
        law=rule.legal_reference,
    )


def amount_of(amount: int, unit: str) -> str:
    """Return a number of days or months in words."""
    texts = {
        Unit.DAYS: ngettext("%(n)s calendar day", "%(n)s calendar days", amount),
        Unit.WORKING_DAYS: ngettext("%(n)s working day", "%(n)s working days", amount),
        Unit.MONTHS: ngettext("%(n)s month", "%(n)s months", amount),
    }
    return texts[Unit(unit)] % {"n": amount}


def _extension(extension: Extension) -> SafeString:
    return format_html(
        _("On {day} it was extended by {time}: {reason}"),
        day=written_day(day_of(extension.granted_at)),
        time=amount_of(extension.amount, extension.deadline.rule.unit),
        reason=extension.reason,
    )


def _standstill(pause: Pause) -> SafeString:
    if pause.resumed_on is None:
        return format_html(
            _("Since {day} the clock stands still, waiting for the applicant."),
            day=written_day(pause.stopped_on),
        )
    return format_html(
        _("The clock stood still after {first} until {last}, waiting for the applicant."),
        first=written_day(pause.stopped_on),
        last=written_day(pause.resumed_on),
    )


def _moves(deadline: Deadline, found: Reckoning) -> Iterator[SafeString]:
    """Yield why the due day is not the last day of the count."""
    if found.due_on is None or found.last_counted_on is None:
        return
    last = found.last_counted_on
    if deadline.rule.is_clear:
        yield format_html(_("Neither the first nor the last day counts."))
        last += ONE_DAY
    if last != found.due_on:
        yield format_html(
            _("The count ends on {last}, which is not worked: it moves to the next working day."),
            last=written_day(last),
        )


def _end(found: Reckoning) -> SafeString:
    if found.due_on is None:
        unit = Unit.DAYS if found.unit == Unit.MONTHS else found.unit
        return format_html(
            _("When the clock runs again, {time} will be left."), time=amount_of(found.left, unit)
        )
    text = _("It is therefore due on {day}.")
    if any(off.is_estimate for _day, off in found.closed):
        text = _("It is therefore due on {day}, unless the moon moves an estimated holiday.")
    return format_html(text, day=written_day(found.due_on))


def _days(closed: Sequence[tuple[dt.date, DayOff]]) -> SafeString:
    return format_html_join(_(", "), "{}", ((_holiday(day, off),) for day, off in closed))


def _holiday(day: dt.date, off: DayOff) -> SafeString:
    language = (get_language() or "fr")[:2]
    name = off.names[_LANGUAGES.index(language) if language in _LANGUAGES else 1]
    text = _("{day} ({name}, estimated)") if off.is_estimate else "{day} ({name})"
    return format_html(text, day=written_day(day), name=name)
