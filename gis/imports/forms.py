"""What is asked of a person on the way of an import."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gis.imports import crs
from gis.imports.child.encodings import ENCODINGS
from gis.imports.child.sniffing import SUFFIXES
from gis.imports.enums import Outside, Visibility
from gis.imports.models import Dataset
from gis.imports.own_layers import KEY
from gis.imports.targets import Field, Target
from gis.imports.values import UnfitError, fitted
from gis.imports.wording import SYSTEMS, row_words, verdict_words
from people.forms.fields import choice_field

Choices = Sequence[tuple[str, Any]]


class UploadForm(forms.Form):
    """A file."""

    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "Shapefile (ZIP), GeoPackage, GeoJSON, KML, KMZ, CSV or XLSX with coordinates, "
            "GeoParquet, OSM PBF; up to 1 GB."
        ),
        widget=forms.FileInput(attrs={"accept": ",".join(SUFFIXES)}),
        allow_empty_file=True,
    )


class SourceForm(forms.Form):
    """How one layer is read: where its coordinates stand, and in which system."""

    x = forms.ChoiceField(label=_("Column of X or longitude"), required=False)
    y = forms.ChoiceField(label=_("Column of Y or latitude"), required=False)
    wkt = forms.ChoiceField(label=_("Column of geometry as WKT"), required=False)
    encoding = forms.ChoiceField(
        label=_("Encoding of the text"),
        choices=[(each, each.upper()) for each in ENCODINGS],
        help_text=_("If Arabic or accents look wrong in the samples, choose another."),
    )
    srid = forms.TypedChoiceField(
        label=_("Coordinate system"),
        coerce=int,
        choices=[("", _("Choose…")), *((key, words) for key, words in SYSTEMS.items())],
    )
    swapped = forms.BooleanField(label=_("X and Y are swapped"), required=False)
    left_out = forms.BooleanField(
        label=_("The shift of the Merchich datum was left out (about 315 m)"), required=False
    )
    insist = forms.BooleanField(
        label=_("Read it in this system nonetheless"), required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, layer: Mapping[str, Any], commune: crs.Box, **more: Any) -> None:
        self.layer, self.commune = layer, commune
        more["initial"] = {**guess(layer, commune), **(more.get("initial") or {})}
        super().__init__(*args, **more)
        if layer["is_table"]:
            names = [("", "—"), *((each["name"], each["name"]) for each in layer["columns"])]
            for name in ("x", "y", "wkt"):
                choice_field(self.fields, name).choices = names
        else:
            for name in ("x", "y", "wkt"):
                del self.fields[name]
        if not layer.get("encoding"):
            del self.fields["encoding"]

    def clean(self) -> dict[str, Any]:
        """Hold the system against the points of the file, and name what fits better."""
        data = super().clean() or self.cleaned_data
        if self.layer["is_table"] and not (data.get("wkt") or (data.get("x") and data.get("y"))):
            self.add_error("x", _("Choose the two columns of coordinates, or the one with WKT."))
        srid = data.get("srid")
        if srid and not data.get("insist"):
            self._judge(self._points_of(data), srid, is_swapped=bool(data.get("swapped")))
        return data

    def _points_of(self, data: Mapping[str, Any]) -> list[crs.Point]:
        """Return the points that were looked at, if they come from the columns that are chosen."""
        points = [(x, y) for x, y in self.layer["points"]]
        places = self.layer.get("places", {})
        chosen = {name: data[name] for name in ("x", "y", "wkt") if data.get(name)}
        if chosen and chosen == {"x": places.get("y"), "y": places.get("x")}:
            return [(y, x) for x, y in points]
        return points if not self.layer["is_table"] or chosen == places else []

    def _judge(self, points: list[crs.Point], srid: int, *, is_swapped: bool) -> None:
        verdict = crs.judge(points, srid, self.commune, is_swapped=is_swapped)
        if verdict.proposed_srid:
            words = verdict_words(
                verdict.finding, verdict.proposed_srid, is_swapped=verdict.proposed_swapped
            )
            field = "swapped" if verdict.finding == "swapped" else "srid"
            self.add_error(field, words)
            self.fields["insist"].widget = forms.CheckboxInput()

    @property
    def choice(self) -> dict[str, Any]:
        """What the service takes."""
        data = self.cleaned_data
        names = ("wkt",) if data.get("wkt") else ("x", "y")
        return {
            "layer": self.layer["name"],
            "encoding": data.get("encoding", ""),
            "places": {name: data[name] for name in names if data.get(name)},
            "srid": data["srid"],
            "swapped": data["swapped"],
            "left_out": data["left_out"],
        }


def guess(layer: Mapping[str, Any], commune: crs.Box) -> dict[str, Any]:
    """Return what is proposed for a layer: as the file says, or as its points fit."""
    srid = layer["system"]["srid"]
    points = [(x, y) for x, y in layer["points"]]
    verdict = crs.judge(points, srid, commune)
    return {
        **layer.get("places", {}),
        "encoding": layer.get("encoding", ""),
        "srid": srid or verdict.proposed_srid or "",
        "swapped": verdict.proposed_swapped and not srid,
    }


class MatchingForm(forms.Form):
    """Which column fills which field, or which value every row gets."""

    outside = forms.ChoiceField(
        label=_("Rows outside of the commune"),
        choices=Outside.choices,
        initial=Outside.KEEP,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, target: Target, columns: Sequence[str], **more: Any) -> None:
        super().__init__(*args, **more)
        self.target = target
        names = [("", _("— not in the file —")), *((each, each) for each in columns)]
        for field in target.fields:
            self.fields[f"column-{field.name}"] = forms.ChoiceField(
                label=field.title, choices=names, required=False
            )
            self.fields[f"value-{field.name}"] = _value_field(field)

    def pairs(self) -> list[tuple[Field, Any, Any]]:
        """Return each field of the target with its two questions."""
        return [
            (each, self[f"column-{each.name}"], self[f"value-{each.name}"])
            for each in self.target.fields
        ]

    def clean(self) -> dict[str, Any]:
        """Ask for what every row must have, and try the values that every row gets."""
        data = super().clean() or self.cleaned_data
        for field in self.target.fields:
            value = data.get(f"value-{field.name}")
            if field.is_required and not value and not data.get(f"column-{field.name}"):
                self.add_error(
                    f"column-{field.name}", _("Choose a column, or give a value for every row.")
                )
            try:
                fitted(value or None, field.rule()) if value else None
            except UnfitError as error:
                self.add_error(f"value-{field.name}", row_words(str(error)).capitalize())
        return data

    @property
    def matching(self) -> dict[str, dict[str, str]]:
        """What the service takes."""
        found: dict[str, dict[str, str]] = {}
        for field in self.target.fields:
            chosen = {
                "column": self.cleaned_data.get(f"column-{field.name}", ""),
                "value": self.cleaned_data.get(f"value-{field.name}", ""),
            }
            if kept := {key: value for key, value in chosen.items() if value}:
                found[field.name] = kept
        return found


def _value_field(field: Field) -> forms.Field:
    label = _("Otherwise, for every row")
    if field.kind != "choice":
        return forms.CharField(label=label, max_length=200, required=False)
    offered = [(value, field.shown(value)) for value in field.choices()]
    return forms.ChoiceField(label=label, choices=[("", "—"), *offered], required=False)


class OwnLayerForm(forms.Form):
    """A layer of our own: one that is there, or a new one with its names and its source."""

    dataset = forms.ModelChoiceField(
        label=_("Layer"),
        queryset=Dataset.objects.all(),
        required=False,
        empty_label=_("A new layer"),
    )
    name_fr = forms.CharField(label=_("name in French"), max_length=120, required=False)
    name_ar = forms.CharField(label=_("name in Arabic"), max_length=120, required=False)
    key = forms.ChoiceField(
        label=_("Column that names each feature"),
        required=False,
        help_text=_(
            "A later import changes the features with the same key. Without one, rows are numbered."
        ),
    )
    visibility = forms.ChoiceField(
        label=_("seen by"), choices=Visibility.choices, initial=Visibility.STAFF
    )
    source = forms.CharField(label=_("source"), max_length=200, required=False)
    licence = forms.CharField(label=_("licence"), max_length=120, required=False)
    source_on = forms.DateField(
        label=_("date of the data"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    outside = forms.ChoiceField(
        label=_("Rows outside of the commune"),
        choices=Outside.choices,
        initial=Outside.KEEP,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, columns: Sequence[str], **more: Any) -> None:
        super().__init__(*args, **more)
        self.columns = columns
        names = [("", _("The number of the row")), *((each, each) for each in columns)]
        choice_field(self.fields, "key").choices = names

    def clean(self) -> dict[str, Any]:
        """Ask a new layer for its names."""
        data = super().clean() or self.cleaned_data
        if not data.get("dataset"):
            for name in ("name_fr", "name_ar"):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, _("A new layer needs a name in Arabic and in French."))
        return data

    @property
    def matching(self) -> dict[str, dict[str, str]]:
        """What the service takes: every column under its own name."""
        found = {name: {"column": name} for name in self.columns}
        key = self.cleaned_data.get("key")
        return found | ({KEY: {"column": key}} if key else {})

    @property
    def options(self) -> dict[str, Any]:
        """What the service takes besides."""
        data = self.cleaned_data
        names = ("name_fr", "name_ar", "visibility", "source", "licence")
        day = data.get("source_on")
        asked = {name: data.get(name, "") for name in names}
        return {
            "outside": data["outside"],
            "dataset": asked | {"source_on": day.isoformat() if day else ""},
        }
