"""What an address of the map asks for: layers, a day, an area, a point."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.contrib.gis.geos import Point, Polygon
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from gis.atlas.rules import (
    FARTHEST_NORTH,
    MOST_CORNERS,
    AreaError,
    Corner,
    area_text,
    corners_of,
    corners_of_box,
)
from gis.finding import LONGEST
from gis.layers import MAX_ZOOM, Layer, open_to
from gis.privacy import seen_by
from people.forms.fields import choice_field, day_field
from people.permissions import Actor

MIN_ZOOM = 0


def names_of(asked: QueryDict, field: str = "layers") -> list[str]:
    """Return names that are listed with commas, repeated as checkboxes do, or both."""
    return [name for text in asked.getlist(field) for name in text.split(",") if name]


class SearchForm(forms.Form):
    """The box over everything that has a name; its label is its placeholder too."""

    q = forms.CharField(
        required=False,
        max_length=LONGEST,
        widget=forms.TextInput(
            attrs={"type": "search", "autocomplete": "off", "placeholder": _("Find a place")}
        ),
    )


class ReadingForm(forms.Form):
    """Which layers, on which day, within which area.

    A layer that the reader may not see is left out, as is one that there is no more: an address
    that was shared stays good.
    """

    layers = forms.MultipleChoiceField(
        label=_("Layers"), required=False, widget=forms.CheckboxSelectMultiple
    )
    on = day_field(_("As it was on"), required=False)
    area = forms.CharField(required=False, widget=forms.HiddenInput)
    bbox = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, asked: QueryDict, *, actor: Actor) -> None:
        self.open = drawable(actor)
        known = {each.name for each in self.open}
        data = asked.copy()
        data.setlist("layers", [name for name in names_of(asked) if name in known])
        super().__init__(data, label_suffix="")
        choices = [(each.name, each.title) for each in self.open]
        choice_field(self.fields, "layers").choices = choices

    def clean_area(self) -> Polygon | None:
        """Return the area that was drawn."""
        text = self.cleaned_data["area"]
        return _polygon(corners_of, text) if text else None

    def clean_bbox(self) -> Polygon | None:
        """Return the box."""
        text = self.cleaned_data["bbox"]
        return _polygon(corners_of_box, text) if text else None

    @property
    def chosen(self) -> tuple[Layer, ...]:
        """The layers that were asked for, in their own order."""
        names = set(self.cleaned_data.get("layers", ()))
        return tuple(each for each in self.open if each.name in names)

    @property
    def day(self) -> dt.date | None:
        """The day that was asked for, if not today."""
        return self.cleaned_data.get("on")

    @property
    def within(self) -> Polygon | None:
        """The area, however it was given."""
        found: Polygon | None = self.cleaned_data.get("area") or self.cleaned_data.get("bbox")
        return found

    @property
    def problems(self) -> Sequence[str]:
        """What was not understood, in words."""
        return [str(text) for errors in self.errors.values() for text in errors]


class PointForm(ReadingForm):
    """A point of the map at a zoom; or one feature, as `layer:key`."""

    lon = forms.FloatField(min_value=-180, max_value=180, required=False)
    lat = forms.FloatField(min_value=-FARTHEST_NORTH, max_value=FARTHEST_NORTH, required=False)
    zoom = forms.IntegerField(min_value=MIN_ZOOM, max_value=MAX_ZOOM, required=False)
    feature = forms.CharField(max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for a point, or for a feature."""
        data = super().clean() or self.cleaned_data
        if self.errors or data.get("feature"):
            return data
        if data.get("lon") is None or data.get("lat") is None:
            raise ValidationError(_("Give lon and lat in decimal degrees."))
        return data

    @property
    def point(self) -> Point:
        """The point (EPSG:4326)."""
        return Point(self.cleaned_data["lon"], self.cleaned_data["lat"], srid=4326)

    @property
    def level(self) -> int:
        """The zoom at which the reader looks."""
        asked = self.cleaned_data.get("zoom")
        return MAX_ZOOM if asked is None else int(asked)


def drawable(actor: Actor) -> tuple[Layer, ...]:
    """Return the layers that have rows, each as this reader may see it."""
    return tuple(seen_by(each, actor) for each in open_to(actor) if each.rows is not None)


def text_of(area: Polygon) -> str:
    """Return an area as addresses write it."""
    ring: Any = area.exterior_ring.coords
    return area_text(tuple(ring[:-1]))


def _polygon(read: Callable[[str], tuple[Corner, ...]], text: str) -> Polygon:
    try:
        corners = read(text)
    except AreaError:
        raise ValidationError(
            _("This is no area: three to %(most)s corners as longitude,latitude;…"),
            params={"most": MOST_CORNERS},
        ) from None
    polygon = Polygon((*corners, corners[0]), srid=4326)
    if not polygon.valid or not polygon.area:
        raise ValidationError(_("The lines of this area cross each other."))
    return polygon
