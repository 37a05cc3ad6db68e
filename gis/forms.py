"""Where something is, as people say it: an arrondissement, words, and a point if they know it."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.gis.geos import Point
from django.utils.translation import gettext_lazy as _

from gis.place_choices import Step
from gis.territory_codes import territories
from people.forms.fields import choice_field

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

DECIMALS = 6
"""Of a degree: a tenth of a metre."""


class DegreesField(forms.FloatField):
    """Decimal degrees, with a point or a comma, in Western or Arabic digits."""

    widget = forms.TextInput
    default_error_messages = {"invalid": _("Write degrees as a decimal number, such as 31.6295.")}

    def __init__(self, *, farthest: float, **more: Any) -> None:
        more.setdefault("required", False)
        super().__init__(min_value=-farthest, max_value=farthest, **more)
        attributes = {"inputmode": "decimal", "dir": "ltr", "autocomplete": "off", "maxlength": 24}
        self.widget.attrs.update(attributes)

    def to_python(self, value: Any) -> Any:
        """Return degrees, or nothing. Raises ValidationError."""
        if isinstance(value, str):
            value = value.replace("٫", ".").replace(",", ".").replace("°", "").strip()
        degrees = super().to_python(value)
        return None if degrees is None else round(degrees, DECIMALS)


class PlaceForm(forms.Form):
    """The place of a request; shown by "gis/place_fields.html", with a map where scripts run.

    `seek` finds it by name, and is no part of what is sent; `filled` holds the words that were put
    for the person, who may have written others since. `step` is what was found without a script.
    """

    seek = forms.CharField(
        label=_("Place, street, address or code"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    sought = forms.CharField(required=False, widget=forms.HiddenInput)
    filled = forms.CharField(required=False, widget=forms.HiddenInput)
    territory = forms.ChoiceField(label=_("Arrondissement"), required=False)
    place = forms.CharField(
        label=_("Place in words"),
        max_length=200,
        required=False,
        help_text=_("Street and number, or what stands nearby."),
    )
    latitude = DegreesField(label=_("Latitude"), farthest=90)
    longitude = DegreesField(label=_("Longitude"), farthest=180)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.step: Step | None = None
        choice_field(self.fields, "territory").choices = self.offered()

    @staticmethod
    def offered() -> "list[tuple[str, str | _StrPromise]]":
        """Return the territories among which one chooses."""
        return [("", _("Not known, or the whole commune")), *territories()]

    def clean(self) -> dict[str, Any]:
        """Ask for the other half of a point."""
        data = super().clean() or self.cleaned_data
        halves = {name: data.get(name) for name in ("latitude", "longitude")}
        missing = [name for name, value in halves.items() if value is None]
        if len(missing) == 1 and missing[0] not in self.errors:
            self.add_error(missing[0], _("Give both latitude and longitude, or neither."))
        return data

    @property
    def point(self) -> Point | None:
        """The point in EPSG:4326, if one was given."""
        latitude, longitude = (self.cleaned_data.get(name) for name in ("latitude", "longitude"))
        if latitude is None or longitude is None:
            return None
        return Point(longitude, latitude, srid=4326)
