"""What may be asked of the list: everything in its address, nothing that can go wrong."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fleet.enums import VehicleKind

ANY = ("", _("All"))


class ListForm(forms.Form):
    """Search and state; what it does not understand counts as not asked."""

    state = forms.ChoiceField(label=_("State"), required=False)
    q = forms.CharField(label=_("Code contains"), required=False, max_length=40)

    states: tuple[tuple[str, Any], ...] = ()

    def __init__(self, asked: Mapping[str, str]) -> None:
        super().__init__(dict(asked), label_suffix="")
        field = self.fields["state"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [ANY, *self.states]

    def asked(self) -> dict[str, str]:
        """Return the valid answers that are not empty."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class VehicleListForm(ListForm):
    """Vehicles by kind and by what they do."""

    states = (
        ("moving", _("Moving")),
        ("standing", _("Standing still")),
        ("stale", _("Position out of date")),
        ("silent", _("Silent")),
    )
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[ANY, *VehicleKind.choices])
    field_order = ("kind", "state", "q")


class LampListForm(ListForm):
    """Lamps by what they report."""

    states = (
        ("faulty", _("Faulty")),
        ("silent", _("Silent")),
        ("lit", _("Lit")),
    )


class CabinetListForm(ListForm):
    """Cabinets by whether their meter is read."""

    states = (("reporting", _("Reporting")), ("silent", _("Silent")))
