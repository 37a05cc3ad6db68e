"""Questions to keys, circuits and issued documents."""

import datetime as dt
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from casework.signatures.enums import CircuitState, KeyKind, StepState
from people.permissions import Actor


class KeyQuerySet(QuerySet[Any]):
    """Certificates and the private keys behind them."""

    def of(self, kind: KeyKind) -> "KeyQuerySet":
        """Return the keys of one kind, the one that came last first."""
        return self.filter(kind=kind).order_by("-pk")

    def usable(self, at: dt.datetime) -> "KeyQuerySet":
        """Return the keys that may sign at an instant."""
        return self.filter(revoked_at=None, not_before_at__lte=at, not_after_at__gt=at)

    def revoked(self) -> "KeyQuerySet":
        """Return the keys that are no longer to be trusted."""
        return self.exclude(revoked_at=None)


class StepQuerySet(QuerySet[Any]):
    """Visas and signatures asked for."""

    def due(self) -> "StepQuerySet":
        """Return the steps whose turn it is: nothing before them in their circuit waits."""
        earlier = self.model.objects.filter(
            circuit=OuterRef("circuit"), place__lt=OuterRef("place"), state=StepState.WAITING
        )
        return self.filter(
            ~Exists(earlier), state=StepState.WAITING, circuit__state=CircuitState.RUNNING
        )


class CircuitQuerySet(QuerySet[Any]):
    """Parapheurs."""

    def visible_to(self, actor: Actor) -> "CircuitQuerySet":
        """Return those of the cases that a person may read, and those in which they take part."""
        if not actor.is_authenticated:
            return self.none()
        taking_part = Q(started_by=actor.pk) | Exists(_steps_of(self, actor))
        return self.filter(Q(case__in=_cases(self).visible_to(actor)) | taking_part)


def _steps_of(circuits: QuerySet[Any], actor: Actor) -> QuerySet[Any]:
    steps = circuits.model._meta.get_field("steps").related_model.objects
    mine = Q(person=actor.pk) | Q(acted_by=actor.pk)
    return steps.filter(mine, circuit=OuterRef("pk"))  # type: ignore[no-any-return]


def _cases(rows: QuerySet[Any]) -> Any:
    return rows.model._meta.get_field("case").related_model.objects


class IssuedQuerySet(QuerySet[Any]):
    """Documents that left the house."""

    def visible_to(self, actor: Actor) -> "IssuedQuerySet":
        """Return the documents of the cases that a person may read, and those they signed."""
        if not actor.is_authenticated:
            return self.none()
        return self.filter(Q(case__in=_cases(self).visible_to(actor)) | Q(signer=actor.pk))

    def for_applicant(self, case: Any) -> "IssuedQuerySet":
        """Return what the applicant of a case is handed, besides its receipts."""
        return self.filter(case=case, is_shared=True, purpose="").newest_first()

    def in_force(self, on: dt.date) -> "IssuedQuerySet":
        """Return the documents neither revoked nor expired on a day."""
        return self.filter(Q(valid_until=None) | Q(valid_until__gte=on), revoked_at=None)

    def newest_first(self) -> "IssuedQuerySet":
        """Return the documents in the order in which they are shown."""
        return self.order_by(F("issued_at").desc(), F("pk").desc())
