"""Notes as adjectives: nobody sees one without `visible_to`."""

from typing import Any, Self

from django.db.models import Q, QuerySet, Subquery
from django.utils import timezone

from gis.atlas.enums import Readers
from people.models import Appointment, User
from people.permissions import Actor


class NoteQuerySet(QuerySet[Any]):
    """Notes on the map."""

    def visible_to(self, actor: Actor) -> Self:
        """Keep a person's own, those of their departments of today, and those for all the staff."""
        if not isinstance(actor, User) or not actor.is_active:
            return self.none()
        held = Appointment.objects.on(timezone.localdate()).filter(user=actor)
        departments = Subquery(held.order_by().values("post__department"))
        return self.filter(
            Q(author=actor)
            | Q(readers=Readers.STAFF)
            | Q(readers=Readers.DEPARTMENT, department__in=departments)
        )
