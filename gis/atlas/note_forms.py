"""A note as its author fills it in."""

from typing import Any

from django import forms
from django.contrib.gis.geos import GEOSGeometry, LineString, Point, Polygon
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gis.atlas.enums import Drawn, Readers
from gis.atlas.models import LONGEST, MapNote
from gis.atlas.rules import MOST_CORNERS, AreaError, area_text, places_of
from people.forms.fields import choice_field
from people.models import User
from people.organisation import departments_of

LEAST = {Drawn.POINT: 1, Drawn.LINE: 2, Drawn.AREA: 3}


class NoteForm(forms.Form):
    """Text, readers and place. The map fills in the place; without it, coordinates are typed."""

    text = forms.CharField(
        label=_("Text of the note"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Do not write about persons: a note says what is to be seen or done."),
    )
    readers = forms.ChoiceField(label=_("Read by"), choices=Readers.choices)
    department = forms.ChoiceField(label=_("Department"), required=False)
    kind = forms.ChoiceField(label=_("Drawn as"), choices=Drawn.choices)
    places = forms.CharField(
        label=_("Coordinates"),
        max_length=40 * MOST_CORNERS,
        help_text=_("longitude,latitude in degrees, several with “;” between them"),
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )

    def __init__(self, *args: Any, person: User, **more: Any) -> None:
        more.setdefault("label_suffix", "")
        super().__init__(*args, **more)
        self.departments = departments_of(person, timezone.localdate())
        choices = [(each.code, each.name) for each in self.departments]
        choice_field(self.fields, "department").choices = choices
        if len(choices) < 2:
            del self.fields["department"]

    def clean(self) -> dict[str, Any]:
        """Make the shape of the coordinates."""
        data = super().clean() or self.cleaned_data
        if data.get("places") and data.get("kind"):
            try:
                data["geom"] = shape_of(data["kind"], data["places"])
            except AreaError:
                self.add_error("places", _("These are no coordinates of what is drawn."))
        return data

    @property
    def values(self) -> dict[str, Any]:
        """What the services take."""
        data = self.cleaned_data
        code = data.get("department", "")
        named = next((each for each in self.departments if each.code == code), None)
        told = {name: data[name] for name in ("text", "readers", "geom")}
        return told | {"department": named}


def shape_of(kind: str, text: str) -> GEOSGeometry:
    """Return the shape of a kind through these places. Raises AreaError."""
    places = places_of(text)
    least = LEAST[Drawn(kind)]
    if len(set(places)) < least or (kind == Drawn.POINT and len(places) > 1):
        raise AreaError(text[:80])
    if kind == Drawn.POINT:
        return Point(*places[0], srid=4326)
    if kind == Drawn.LINE:
        return LineString(*places, srid=4326)
    area = Polygon((*places, places[0]), srid=4326)
    if not area.valid:
        raise ValidationError({"places": _("The lines of this area cross each other.")})
    return area


def as_filled(note: MapNote) -> dict[str, Any]:
    """Return a note as its form holds it."""
    kinds = {"Point": Drawn.POINT, "LineString": Drawn.LINE, "Polygon": Drawn.AREA}
    shape: Any = note.geom
    places = [shape.coords] if shape.geom_type == "Point" else shape.coords
    if shape.geom_type == "Polygon":
        places = shape.coords[0][:-1]
    return {
        "text": note.text,
        "readers": note.readers,
        "department": note.department.code if note.department else "",
        "kind": kinds[shape.geom_type],
        "places": area_text(tuple(places)),
    }
