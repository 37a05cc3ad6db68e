"""What visitors ask of the directory, and what the staff fill in about a place."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.gis.geos import Point
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gis.enums import ServiceCategory
from gis.finding import LONGEST
from gis.forms import DegreesField
from gis.models import ServicePoint
from gis.opening_hours import HoursError, parse
from gis.place_points import point_of
from gis.procedures import procedures
from gis.territory_codes import territories
from people.forms.fields import choice_field
from people.phones import international

if TYPE_CHECKING:
    PlacesForm = forms.ModelForm[ServicePoint]
else:
    PlacesForm = forms.ModelForm

LONGEST_PHONE = 24
"""As it is typed, with its spaces and stops."""


class DirectoryForm(forms.Form):
    """What a visitor looks for; a value that is not offered is told beside its field."""

    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=LONGEST,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    category = forms.ChoiceField(label=_("Category"), required=False)
    territory = forms.ChoiceField(label=_("Arrondissement"), required=False)
    open = forms.BooleanField(label=_("Open now"), required=False)
    near = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **more: Any) -> None:
        more.setdefault("label_suffix", "")
        super().__init__(*args, **more)
        every = [("", _("All"))]
        choice_field(self.fields, "category").choices = [*every, *ServiceCategory.choices]
        choice_field(self.fields, "territory").choices = [*every, *territories()]

    def clean_q(self) -> str:
        """Keep what can be stored and searched."""
        return str(self.cleaned_data["q"]).replace("\x00", "")

    @property
    def point(self) -> Point | None:
        """The point from which the visitor asks."""
        return point_of(self.cleaned_data.get("near", ""))


class ServicePointForm(PlacesForm):
    """A place of the directory, with its point in two fields."""

    procedures = forms.MultipleChoiceField(
        label=_("procedures handled"), required=False, widget=forms.CheckboxSelectMultiple
    )
    phone = forms.CharField(
        label=_("telephone"),
        required=False,
        max_length=LONGEST_PHONE,
        widget=forms.TextInput(attrs={"type": "tel", "dir": "ltr"}),
    )
    latitude = DegreesField(label=_("Latitude"), farthest=90, required=True)
    longitude = DegreesField(label=_("Longitude"), farthest=180, required=True)

    class Meta:
        model = ServicePoint
        fields = [
            *("code", "category", "name_ar", "name_fr", "address_ar", "address_fr", "phone"),
            *("opening_hours", "procedures", "operator", "source", "valid_from", "valid_to"),
        ]
        widgets = {
            name: forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
            for name in ("valid_from", "valid_to")
        }

    def __init__(self, *args: Any, **more: Any) -> None:
        more.setdefault("label_suffix", "")
        super().__init__(*args, **more)
        known = procedures()
        kept = [(code, code) for code in self.instance.procedures if code not in dict(known)]
        choice_field(self.fields, "procedures").choices = [*known, *kept]
        self.fields["valid_from"].initial = timezone.localdate()
        self.fields["opening_hours"].widget.attrs |= {"dir": "ltr"}
        if self.instance.pk:
            self.fields["latitude"].initial = self.instance.geom.y
            self.fields["longitude"].initial = self.instance.geom.x

    def clean_phone(self) -> str:
        """Return the number in international form."""
        typed = str(self.cleaned_data["phone"])
        try:
            return international(typed) if typed else ""
        except ValueError as error:
            raise forms.ValidationError(_("This is no telephone number.")) from error

    def clean_opening_hours(self) -> str:
        """Ask for hours that can be shown in words."""
        typed = str(self.cleaned_data["opening_hours"])
        try:
            parse(typed or "24/7")
        except HoursError as error:
            raise forms.ValidationError(
                _("Not understood: %(part)s. Write days and times such as Mo-Fr 08:30-16:30."),
                params={"part": error.part},
            ) from error
        return typed

    @property
    def values(self) -> dict[str, Any]:
        """What the services take."""
        data = dict(self.cleaned_data)
        longitude, latitude = data.pop("longitude"), data.pop("latitude")
        return data | {"geom": Point(longitude, latitude, srid=4326)}
