"""Saved views of tables: the one write path."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from people.models import User
from people.permissions import Actor
from workspace.models import SavedView

MOST_VIEWS = 50
"""Views of one person on one table."""
TRANSIENT = ("page", "export", "csrfmiddlewaretoken")


def canonical(query: str) -> str:
    """Return the query of an address without what belongs to one visit only, in a fixed order."""
    asked = QueryDict(query, mutable=True)
    for name in TRANSIENT:
        asked.pop(name, None)
    kept = QueryDict(mutable=True)
    for name in sorted(asked):
        kept.setlist(name, [value for value in asked.getlist(name) if value])
    return kept.urlencode()


@transaction.atomic
def save_view(
    *, owner: User, table: str, name: str, query: str, is_shared: bool = False
) -> SavedView:
    """Keep the filters and the order of a table under a name; the same name replaces.

    Raises ValidationError.
    """
    own = SavedView.objects.of(owner).filter(table=table)
    if not own.filter(name=name).exists() and own.count() >= MOST_VIEWS:
        raise ValidationError(_("You have too many views of this table. Delete one first."))
    view = own.filter(name=name).first() or SavedView(owner=owner, table=table, name=name)
    view.query, view.is_shared = canonical(query), is_shared
    view.full_clean()
    view.save()
    return view


def delete_view(*, view: SavedView, actor: Actor) -> None:
    """Delete one's own view.

    Raises PermissionDenied for a colleague's.
    """
    if view.owner_id != actor.pk:
        raise PermissionDenied
    view.delete()


def restored_view(view: SavedView) -> dict[str, object]:
    """Return what `restore_view` needs to bring a deleted view back."""
    return {
        "table": view.table,
        "name": view.name,
        "query": view.query,
        "is_shared": view.is_shared,
    }


def restore_view(*, actor: User, table: str, name: str, query: str, is_shared: bool) -> None:
    """Bring a deleted view back; raises ValidationError where another has taken its name."""
    if SavedView.objects.of(actor).filter(table=table, name=name).exists():
        raise ValidationError(_("You already have a view of this name."))
    save_view(owner=actor, table=table, name=name, query=query, is_shared=is_shared)
