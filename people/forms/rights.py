"""Appointments, grants and delegations."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.enums import DelegationKind
from people.forms.fields import (
    CapabilitiesField,
    DepartmentField,
    PeriodForm,
    PersonField,
    PostField,
    TerritoryField,
    capability_choices,
    choice_field,
)
from people.models import Role, User
from people.rights import own_rights

EVERY = _("Every service")


class AppointmentForm(PeriodForm):
    """Somebody in a post."""

    post = PostField(label=_("post"))
    field_order = ("post", "valid_from", "last_on", "decision")


class GrantForm(PeriodForm):
    """A role for a person or a post, in a place and for a time."""

    role = forms.ModelChoiceField(label=_("role"), queryset=Role.objects.all())
    user = PersonField(
        label=_("person concerned"),
        required=False,
        help_text=_("Either a person, or a post whose holder has the role while in office."),
    )
    post = PostField(label=_("post"), required=False)
    department = DepartmentField(required=False, empty_label=EVERY)
    territory_code = TerritoryField()
    field_order = (
        *("role", "user", "post", "department", "territory_code"),
        *("valid_from", "last_on", "decision"),
    )

    def clean(self) -> dict[str, Any]:
        """Want a person or a post, and not both."""
        data = super().clean()
        if bool(data.get("user")) == bool(data.get("post")) and not self.errors.get("user"):
            self.add_error("user", _("Choose a person or a post, and not both."))
        return data


class DelegationForm(PeriodForm):
    """Who acts for whom, in what, where and how long."""

    kind = forms.ChoiceField(
        label=_("kind"), choices=DelegationKind.choices, widget=forms.RadioSelect
    )
    delegator = PersonField(label=_("delegator"))
    delegate = PersonField(label=_("delegate"))
    capabilities = CapabilitiesField(
        label=_("what is signed"),
        required=False,
        help_text=_("For a delegation of signature. One of office passes on all that is held."),
    )
    department = DepartmentField(required=False, empty_label=EVERY)
    territory_code = TerritoryField()
    field_order = (
        *("kind", "delegator", "delegate", "capabilities", "department", "territory_code"),
        *("valid_from", "last_on", "decision"),
    )

    def __init__(self, *args: Any, delegator: User | None = None, **kwargs: Any) -> None:
        """Offer `delegator` alone, and what they hold, to whoever delegates only for themselves."""
        super().__init__(*args, **kwargs)
        if delegator is not None:
            field: Any = self.fields["delegator"]
            field.queryset = User.objects.filter(pk=delegator.pk)
            field.initial = delegator.pk
            held = own_rights([delegator.pk], timezone.localdate()).get(delegator.pk, {})
            choices = [pair for pair in capability_choices() if pair[0] in held]
            choice_field(self.fields, "capabilities").choices = choices

    def clean(self) -> dict[str, Any]:
        """Want names for a signature, none for an office, and two people."""
        data = super().clean()
        named = bool(data.get("capabilities"))
        if data.get("kind") == DelegationKind.SIGNATURE and not named:
            self.add_error("capabilities", _("Choose at least one."))
        if data.get("kind") == DelegationKind.OFFICE and named:
            self.add_error("capabilities", _("A delegation of office names nothing."))
        if data.get("delegate") and data["delegate"] == data.get("delegator"):
            self.add_error("delegate", _("Nobody delegates to themselves."))
        return data
