"""Questions to keys, circuits and issued documents."""

import datetime as dt
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from casework.signatures.enums import CircuitState, KeyKind, StepState


class KeyQuerySet(QuerySet[Any]):
    """Certificates and the private keys behind them."""

    def of(self, kind: KeyKind) -> "KeyQuerySet":
        """Return the keys of one kind, the newest first."""
        return self.filter(kind=kind).order_by("-not_before_at", "-pk")

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


class IssuedQuerySet(QuerySet[Any]):
    """Documents that left the house."""

    def in_force(self, on: dt.date) -> "IssuedQuerySet":
        """Return the documents neither revoked nor expired on a day."""
        return self.filter(Q(valid_until=None) | Q(valid_until__gte=on), revoked_at=None)

    def newest_first(self) -> "IssuedQuerySet":
        """Return the documents in the order in which they are shown."""
        return self.order_by(F("issued_at").desc(), F("pk").desc())
