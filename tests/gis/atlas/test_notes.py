"""Notes on the map: who writes, reads and changes them, and what the trail keeps."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.gis.geos import GEOSGeometry, LineString, MultiPoint, Point, Polygon
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from gis.atlas.enums import Readers
from gis.atlas.models import MapNote
from gis.atlas.services import change_note, create_note, delete_note
from people.models import AuditEntry, Department, User
from tests.gis.mvt import read_tile
from tests.gis.test_tiles import address
from tests.people.organisation import appoint, make_department, make_post, make_user

pytestmark = pytest.mark.django_db
PLACE = Point(-8.05, 31.55, srid=4326)
TEXT = "The bench is broken."


@pytest.fixture
def lighting() -> Department:
    """Return a department."""
    return make_department("lighting")


def member(department: Department) -> User:
    """Return somebody who holds a post in a department."""
    person = make_user()
    appoint(person, make_post(department))
    return person


def at_home(person: User) -> Client:
    """Return a browser in which somebody is signed in, in English."""
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(person)
    return client


def readers_of(note: MapNote, *people: User) -> list[bool]:
    """Tell of each person whether they see a note."""
    return [MapNote.objects.visible_to(each).filter(pk=note.pk).exists() for each in people]


def test_a_note_is_its_authors_alone_at_first(lighting: Department) -> None:
    author, colleague = member(lighting), member(lighting)
    note = create_note(text=f"  {TEXT} ", geom=PLACE, actor=author)
    assert note.text == TEXT
    assert readers_of(note, author, colleague) == [True, False]
    assert not MapNote.objects.visible_to(AnonymousUser()).exists()


def test_a_department_reads_its_notes(lighting: Department) -> None:
    author, colleague = member(lighting), member(lighting)
    stranger = member(make_department("parks"))
    note = create_note(text=TEXT, geom=PLACE, actor=author, readers=Readers.DEPARTMENT)
    assert note.department == lighting
    assert readers_of(note, author, colleague, stranger) == [True, True, False]


def test_all_the_staff_reads_what_is_for_all(lighting: Department) -> None:
    note = create_note(text=TEXT, geom=PLACE, actor=member(lighting), readers=Readers.STAFF)
    assert readers_of(note, make_user()) == [True]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"text": "  "}, "text"),
        ({"text": "x" * 1001}, "text"),
        ({"readers": "everyone"}, "readers"),
        ({"readers": Readers.DEPARTMENT}, "readers"),
        ({"geom": MultiPoint(PLACE, srid=4326)}, "places"),
        ({"geom": Point(0, 0, srid=26191)}, "places"),
        ({"geom": LineString([(n / 1000, 1) for n in range(200)], srid=4326)}, "places"),
        ({"geom": Polygon(((0, 0), (1, 1), (1, 0), (0, 1), (0, 0)), srid=4326)}, "places"),
    ],
)
def test_what_is_no_note_is_refused(values: dict[str, Any], field: str) -> None:
    asked: dict[str, Any] = {"text": TEXT, "geom": PLACE, **values}
    with pytest.raises(ValidationError) as refused:
        create_note(actor=make_user(), **asked)
    assert field in refused.value.message_dict
    assert not MapNote.objects.exists()


def test_a_department_of_others_is_refused(lighting: Department) -> None:
    parks = make_department("parks")
    with pytest.raises(ValidationError):
        create_note(
            text=TEXT,
            geom=PLACE,
            actor=member(lighting),
            readers=Readers.DEPARTMENT,
            department=parks,
        )


def test_only_the_author_changes_and_deletes(lighting: Department) -> None:
    author, colleague = member(lighting), member(lighting)
    note = create_note(text=TEXT, geom=PLACE, actor=author, readers=Readers.STAFF)
    for actor in (colleague, AnonymousUser()):
        with pytest.raises(PermissionDenied):
            change_note(note=note, text="Other", readers=Readers.STAFF, actor=actor)
        with pytest.raises(PermissionDenied):
            delete_note(note=note, actor=actor)
    changed = change_note(note=note, text="Mended", readers=Readers.AUTHOR, actor=author)
    assert (changed.text, changed.readers) == ("Mended", Readers.AUTHOR)
    assert changed.changed_at > changed.created_at
    delete_note(note=note, actor=author)
    assert not MapNote.objects.exists()


def test_the_trail_tells_who_did_what_but_not_the_text() -> None:
    author = make_user()
    note = create_note(text=TEXT, geom=PLACE, actor=author)
    change_note(note=note, text="Mended", readers=Readers.STAFF, actor=author)
    delete_note(note=note, actor=author)
    entries = AuditEntry.objects.filter(action__startswith="atlas.").order_by("pk")
    assert [each.action.removeprefix("atlas.note_") for each in entries] == [
        *("written", "changed", "deleted")
    ]
    assert entries[1].old["readers"] == "author"
    assert TEXT not in str(list(entries.values()))


@pytest.mark.parametrize(
    "values", [{"text": ""}, {"readers": "department"}], ids=["no text", "no department"]
)
def test_the_database_has_the_last_word(values: dict[str, str]) -> None:
    note = create_note(text=TEXT, geom=PLACE, actor=make_user())
    with pytest.raises(IntegrityError), transaction.atomic():
        MapNote.objects.filter(pk=note.pk).update(**values)


def test_notes_are_on_the_map_of_those_who_read_them() -> None:
    author = make_user()
    create_note(text=TEXT, geom=PLACE, actor=author)
    tile = address("notes", 14, -8.05, 31.55)
    assert len(read_tile(at_home(author).get(tile).content)["notes"]) == 1
    assert at_home(make_user()).get(tile).status_code == 204
    assert Client().get(tile).status_code == 404


def test_notes_are_told_at_their_point_and_in_the_list() -> None:
    author = make_user(first_name="Samira", last_name="Alaoui")
    create_note(text=TEXT, geom=PLACE, actor=author)
    asked = {"lon": "-8.05", "lat": "31.55", "zoom": "17", "layers": "notes"}
    for name in ("identify", "list"):
        text = at_home(author).get(reverse(f"atlas:{name}"), asked).content.decode()
        assert TEXT in text
        assert "Samira Alaoui" in text
        assert "Only me" in text
        assert TEXT not in Client().get(reverse(f"atlas:{name}"), asked).content.decode()


def test_a_note_is_written_changed_and_deleted_on_its_pages() -> None:
    author = make_user()
    browser = at_home(author)
    area = "-8.06,31.54;-8.04,31.54;-8.04,31.56"
    asked = {"text": TEXT, "readers": "staff", "kind": "area", "places": area}
    page = browser.post(reverse("atlas:create_note"), asked, follow=True)
    note = MapNote.objects.get()
    assert page.redirect_chain[-1][0] == note.get_absolute_url()
    assert TEXT in page.content.decode()
    form = browser.get(reverse("atlas:change_note", args=[note.pk])).content.decode()
    assert "-8.06000,31.54000;-8.04000,31.54000;-8.04000,31.56000" in form
    browser.post(
        reverse("atlas:change_note", args=[note.pk]),
        asked | {"kind": "point", "places": "-8.05,31.55"},
    )
    note.refresh_from_db()
    shape: GEOSGeometry = note.geom
    assert shape.geom_type == "Point"
    stranger = at_home(make_user())
    assert stranger.get(note.get_absolute_url()).status_code == 200
    assert stranger.get(reverse("atlas:change_note", args=[note.pk])).status_code == 404
    assert stranger.post(reverse("atlas:delete_note", args=[note.pk])).status_code == 403
    browser.post(reverse("atlas:delete_note", args=[note.pk]))
    assert not MapNote.objects.exists()


def test_the_map_leads_back_to_the_note_that_was_drawn_on_it() -> None:
    asked = {"text": TEXT, "readers": "author", "kind": "point", "places": "-8.05,31.55"}
    browser = at_home(make_user())
    answer = browser.post(reverse("atlas:create_note"), asked | {"from_map": "1"})
    assert answer["Location"].startswith(f"{reverse('atlas:map')}?lon=-8.05000")
    assert "data-note-form" in browser.get(reverse("atlas:map")).content.decode()
    assert "data-note-form" not in Client().get(reverse("atlas:map")).content.decode()


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"places": "here"}, "These are no coordinates"),
        ({"kind": "line"}, "These are no coordinates"),
        ({"kind": "area", "places": "0,0;1,1;1,0;0,1"}, "cross each other"),
        ({"text": ""}, "This field is required"),
        ({"readers": "department"}, "You hold no post today"),
    ],
)
def test_what_is_wrong_is_told_beside_its_field(values: dict[str, str], words: str) -> None:
    asked = {"text": TEXT, "readers": "author", "kind": "point", "places": "-8.05,31.55"} | values
    page = at_home(make_user()).post(reverse("atlas:create_note"), asked)
    assert page.status_code == 422
    assert words in page.content.decode()
    assert asked["text"] in page.content.decode()
