"""Takes cases out of the database, which otherwise keeps every case for good.

Triggers guard histories, documents and references against every deletion. Here, and within the
transaction alone, those of the tables concerned are put aside, which only the owner of the tables
can do. The numbers of the cases go too where a year of a series holds nothing else; otherwise they
stay, marked as not used, so that the series has no gap.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

from django.db import connection
from django.db.models import Model, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from casework.deadlines.models import Deadline, Extension, Standstill
from casework.documents.models import Document, StoredFile, Version
from casework.messages.models import LocalDelivery, Message, MessageEvent
from casework.models import Applicant, Case, CaseEvent, Counter, Reference
from casework.signatures.models import Circuit, IssuedDocument, Step
from workspace.models import Notification

GUARDED: Final[tuple[type[Model], ...]] = (
    *(CaseEvent, Extension, Standstill, Deadline),
    *(MessageEvent, Message, Version, Document, StoredFile),
    *(IssuedDocument, Step, Circuit, Case, Reference, Counter),
)
NOT_USED: Final = "demonstration"


def delete_cases(numbers: Sequence[int]) -> None:
    """Delete these cases with all that hangs on them; runs inside the caller's transaction."""
    cases = Case.objects.filter(pk__in=numbers)
    references = Reference.objects.filter(text__in=list(cases.values_list("reference", flat=True)))
    numbers_given = list(references.values_list("pk", flat=True))
    applicants = list(cases.values_list("applicant_id", flat=True))
    _forget_told(cases)
    with _unguarded():
        _delete_what_hangs_on(numbers)
        _drop(cases)
        _drop(Applicant.objects.filter(pk__in=applicants, cases=None))
        _give_back(numbers_given)


def _delete_what_hangs_on(numbers: Sequence[int]) -> None:
    files = StoredFile.objects.filter(versions__document__case__in=numbers)
    kept = list(files.values_list("pk", flat=True))
    for model, path in (
        *((Extension, "deadline__case"), (Standstill, "deadline__case"), (Deadline, "case")),
        *((CaseEvent, "case"), (MessageEvent, "message__case"), (Message, "case")),
        *((Version, "document__case"), (Document, "case")),
        *((IssuedDocument, "case"), (Step, "circuit__case"), (Circuit, "case")),
    ):
        _drop(model._default_manager.filter(**{f"{path}__in": numbers}))
    _drop(StoredFile.objects.filter(pk__in=kept, versions=None))


def _forget_told(cases: "QuerySet[Any]") -> None:
    """Delete what the local gateway kept, and what staff were told, of these cases."""
    said = Q()
    for reference in cases.values_list("reference", flat=True):
        said |= Q(body__contains=reference)
    circuits = Circuit.objects.filter(case__in=cases)
    pages = [reverse("casework:case", args=[row.pk]) for row in cases]
    pages += [reverse("signatures_desk:circuit", args=[row.pk]) for row in circuits]
    LocalDelivery.objects.filter(said).delete()
    Notification.objects.filter(url__in=pages).delete()


def _give_back(numbers: Sequence[int]) -> None:
    """Let a series of a year begin anew, or mark its numbers as not used where it went on."""
    given = Reference.objects.filter(pk__in=numbers)
    years = set(given.values_list("series_id", "office", "year"))
    for series, office, year in years:
        whole = Reference.objects.filter(series=series, office=office, year=year)
        if whole.exclude(pk__in=numbers).exists():
            used = whole.filter(pk__in=numbers, cancelled_at=None)
            used.update(cancelled_at=timezone.now(), cancel_reason=NOT_USED)
        else:
            _drop(whole)
            _drop(Counter.objects.filter(series=series, office=office, year=year))


@contextmanager
def _unguarded() -> Iterator[None]:
    """Put the triggers of the tables aside, and back before the transaction ends."""
    _run("SET CONSTRAINTS ALL IMMEDIATE")  # no table is altered while checks of it are put off
    _alter("DISABLE")
    yield
    _alter("ENABLE")
    _run("SET CONSTRAINTS ALL DEFERRED")


def _alter(word: str) -> None:
    for model in GUARDED:
        table = connection.ops.quote_name(model._meta.db_table)
        _run(f"ALTER TABLE {table} {word} TRIGGER USER")


def _run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def _drop(rows: "QuerySet[Any]") -> None:
    """Delete in one statement; foreign keys that are left would refuse it."""
    rows._raw_delete(rows.db)
