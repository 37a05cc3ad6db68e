"""How notes on the map are written, changed and taken away: by their authors."""

from typing import Any, Final

from django.contrib.gis.geos import GEOSGeometry
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gis.atlas.enums import Readers
from gis.atlas.models import MapNote
from gis.atlas.rules import MOST_CORNERS
from people import audit
from people.models import Department, User
from people.organisation import departments_of
from people.permissions import Actor

SHAPES: Final = {"Point", "LineString", "Polygon"}
SRID: Final = 4326


def create_note(
    *,
    text: str,
    geom: GEOSGeometry,
    actor: Actor,
    readers: str = Readers.AUTHOR,
    department: Department | None = None,
) -> MapNote:
    """Write a note at a place (EPSG:4326). Raises PermissionDenied and ValidationError.

    A note for a department is for one in which its author holds a post; where that is one only, it
    need not be named.
    """
    person = _signed_in(actor)
    with transaction.atomic():
        note = MapNote(author=person, geom=_checked(geom))
        _fill(note, person, text, readers, department)
        note.save()
        _trail("written", note, person, new=_told(note))
    return note


def change_note(
    *,
    note: MapNote,
    text: str,
    actor: Actor,
    readers: str,
    department: Department | None = None,
    geom: GEOSGeometry | None = None,
) -> MapNote:
    """Change a note of one's own. Raises PermissionDenied and ValidationError."""
    person = _signed_in(actor)
    with transaction.atomic():
        held = _held(note, person)
        old = _told(held)
        if geom is not None:
            held.geom = _checked(geom)
        held.changed_at = timezone.now()
        _fill(held, person, text, readers, department)
        held.save()
        _trail("changed", held, person, old=old, new=_told(held))
    return held


def delete_note(*, note: MapNote, actor: Actor) -> None:
    """Take a note of one's own away. Raises PermissionDenied."""
    person = _signed_in(actor)
    with transaction.atomic():
        held = _held(note, person)
        _trail("deleted", held, person, old=_told(held))
        held.delete()


def _signed_in(actor: Actor) -> User:
    if not isinstance(actor, User) or not actor.is_active:
        raise PermissionDenied
    return actor


def _held(note: MapNote, person: User) -> MapNote:
    held: MapNote | None = MapNote.objects.select_for_update().filter(pk=note.pk).first()
    if held is None or held.author_id != person.pk:
        raise PermissionDenied
    return held


def _fill(
    note: MapNote, person: User, text: str, readers: str, department: Department | None
) -> None:
    note.text, note.readers = text.strip(), readers
    note.department = _department(person, department) if readers == Readers.DEPARTMENT else None
    note.full_clean(exclude=["geom_3857"])


def _department(person: User, named: Department | None) -> Department:
    own = departments_of(person, timezone.localdate())
    if named is None and len(own) == 1:
        return own[0]
    if named is None:
        words = _("Say which department reads the note.") if own else _("You hold no post today.")
        raise ValidationError({"readers": words})
    if named not in own:
        raise ValidationError({"department": _("You hold no post in this department today.")})
    return named


def _checked(geom: GEOSGeometry) -> GEOSGeometry:
    fits = geom.geom_type in SHAPES and geom.srid == SRID and not geom.empty
    if not fits or not geom.valid or geom.num_coords > MOST_CORNERS + 1:
        raise ValidationError({"places": _("A note stands at a point, a line or an area.")})
    return geom


def _told(note: MapNote) -> dict[str, Any]:
    """Return what the trail keeps: not the text, which may name people."""
    return {
        "readers": note.readers,
        "department": note.department.code if note.department else "",
        "geometry": note.geom.geom_type,
        "characters": len(note.text),
    }


def _trail(action: str, note: MapNote, person: User, **values: Any) -> None:
    audit.record(
        actor=person, action=f"atlas.note_{action}", obj=note, subject=f"№ {note.pk}", **values
    )
