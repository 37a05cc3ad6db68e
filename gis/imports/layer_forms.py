"""What may be changed of an own layer."""

from typing import TYPE_CHECKING, Any

from django import forms

from gis.imports.models import Dataset
from gis.imports.own_layer_services import CHANGEABLE

if TYPE_CHECKING:
    Base = forms.ModelForm[Dataset]
else:
    Base = forms.ModelForm


class DatasetForm(Base):
    """Names, source, readers and style of an own layer."""

    class Meta:
        model = Dataset
        fields = CHANGEABLE
        widgets = {"source_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        names = [each["name"] for each in self.instance.columns]
        self.fields["label"] = forms.ChoiceField(
            label=self.fields["label"].label,
            choices=[("", "—"), *((name, name) for name in names)],
            required=False,
        )
