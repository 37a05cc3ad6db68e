"""Departments and colleagues in the search: their room lies below this one."""

from collections.abc import Sequence

from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils import timezone

from people.directory import seen_by
from people.models import Appointment, Department
from people.permissions import Actor, scope_of
from people.querysets import in_force
from workspace.search import Hit


def find_departments(_actor: Actor, text: str, limit: int) -> Sequence[Hit]:
    """Find the departments that are open, by any of their names or their code."""
    named = Q(name_ar__matches=text) | Q(name_fr__matches=text) | Q(name_en__matches=text)
    found = Department.objects.filter(named | Q(code__iexact=text), closed_on=None)
    return [
        Hit(each.name, each.get_kind_display(), reverse("people:department", args=[each.code]))
        for each in found.order_by("code")[:limit]
    ]


def find_people(actor: Actor, text: str, limit: int) -> Sequence[Hit]:
    """Find colleagues by name, among those whom the actor may see, each with their posts."""
    scope, today = scope_of(actor, "people.read_staff"), timezone.localdate()
    if scope.is_empty:
        return []
    found = seen_by(scope, today).filter(is_active=True)
    for word in text.split():
        found = found.filter(
            Q(first_name__matches=word) | Q(last_name__matches=word) | Q(name_ar__matches=word)
        )
    held = Appointment.objects.filter(in_force(today)).select_related("post")
    found = found.prefetch_related(Prefetch("appointments", held, "current"))
    return [
        Hit(
            each.name,
            " · ".join(one.post.name for one in each.current),
            reverse("people:person", args=[each.pk]),
        )
        for each in found.order_by("last_name", "first_name", "pk")[:limit]
    ]
