"""What may be asked of an export, and the features that follow from it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gis.exports.enums import PROJECTED, Format, Size, System
from gis.exports.reading import Wanted
from gis.layers import Layer
from gis.models import Territory
from gis.ogc.errors import RefusedError
from gis.ogc.features import read_request
from gis.privacy import seen_by
from people.forms.fields import TerritoryField, day_field
from people.permissions import Actor


class ExportForm(forms.Form):
    """Format, system, and which of a layer's features."""

    format = forms.TypedChoiceField(
        label=_("Format"), choices=Format.choices, coerce=Format, initial=Format.GPKG
    )
    crs = forms.TypedChoiceField(
        label=_("Coordinate system"),
        choices=System.choices,
        coerce=lambda text: System(int(text)),
        required=False,
        help_text=_("GeoPackage, Shapefile and CSV alone know the systems of Merchich."),
    )
    area = TerritoryField(label=_("Territory"))
    bbox = forms.CharField(
        label=_("Box: west, south, east, north in degrees"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"dir": "ltr", "placeholder": "-8.05,31.60,-7.95,31.66"}),
    )
    filter = forms.CharField(
        label=_("Filter (CQL2)"),
        required=False,
        max_length=4000,
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )
    size = forms.TypedChoiceField(
        label=_("Paper of a map"), choices=Size.choices, coerce=Size, required=False
    )
    on = day_field(
        _("As it was on"), required=False, help_text=_("Without a date, as it is today.")
    )

    def __init__(self, *args: Any, layer: Layer, actor: Actor, **more: Any) -> None:
        super().__init__(*args, **more)
        self.layer, self.actor = seen_by(layer, actor), actor
        self.found: dict[str, Q] = {}
        if not self.layer.knows_days:
            del self.fields["on"]

    def clean_bbox(self) -> str:
        """Read the box."""
        return self._read("bbox")

    def clean_filter(self) -> str:
        """Read the filter."""
        return self._read("filter")

    def _read(self, name: str) -> str:
        text = str(self.cleaned_data[name]).strip()
        if text:
            try:
                request = read_request(self.layer, self.actor, {name: text})
            except RefusedError as refused:
                raise ValidationError(refused.description) from None
            self.found[name] = request.box & request.chosen
        return text

    def clean(self) -> dict[str, Any]:
        """Refuse a system that the format does not know."""
        data = super().clean() or self.cleaned_data
        wanted, system = data.get("format"), data.get("crs")
        if wanted and system and system != System.WGS84 and wanted not in PROJECTED:
            self.add_error("crs", _("This format knows WGS 84 alone."))
        return data

    @property
    def wanted(self) -> Wanted:
        """Return what a valid form asks for."""
        data = self.cleaned_data
        layer, day = self.layer, data.get("on")
        rows = layer.rows_for(self.actor, day).filter(**{f"{layer.shape}__isnull": False})
        for condition in self.found.values():
            rows = rows.filter(condition)
        if code := data["area"]:
            area = Territory.objects.valid_today().filter(code=code).values_list("geom", flat=True)
            rows = rows.filter(**{f"{layer.shape}__intersects": area.first()})
        is_paper = data["format"] == Format.PDF
        return Wanted(
            layer,
            rows,
            data["format"],
            System.NORD if is_paper else data["crs"] or System.WGS84,
            data["size"] or Size.A4,
            day,
            {name: str(value) for name, value in data.items() if value},
        )
