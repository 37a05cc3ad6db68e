"""Services, posts, people and roles."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from people.forms.fields import (
    CapabilitiesField,
    DepartmentField,
    PostField,
    ReasonForm,
    day_field,
    open_departments,
)
from people.models import Department, Post, Role, User
from people.permissions import Scope

NAMES = ("name_ar", "name_fr", "name_en")


class DepartmentForm(forms.ModelForm):  # type: ignore[type-arg]
    """A service and what it is part of."""

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parents = open_departments(scope).exclude(pk=self.instance.pk)
        self.fields["parent"] = DepartmentField(
            queryset=parents, label=_("part of"), required=not scope.everywhere
        )
        _right_to_left(self)

    class Meta:
        model = Department
        fields = ("code", "kind", "parent", *NAMES)


class PostForm(forms.ModelForm):  # type: ignore[type-arg]
    """A post, its service and its superior."""

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"] = DepartmentField(queryset=open_departments(scope))
        self.fields["superior"] = PostField(label=_("answers to"), required=False)
        _right_to_left(self)

    class Meta:
        model = Post
        fields = ("code", "department", *NAMES, "superior", "is_head", "is_single")


class PersonForm(forms.ModelForm):  # type: ignore[type-arg]
    """What is known of a member of staff."""

    first_name = forms.CharField(label=_("first name"), max_length=150)
    last_name = forms.CharField(label=_("last name"), max_length=150)
    email = forms.EmailField(
        label=_("e-mail address"),
        help_text=_("The link to choose a password goes there."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name_ar"].required = True
        _right_to_left(self)

    class Meta:
        model = User
        fields = ("username", "first_name", "last_name", "name_ar", "email", "staff_number")


class RoleForm(forms.ModelForm):  # type: ignore[type-arg]
    """A role and what it allows."""

    capabilities = CapabilitiesField(required=False)

    class Meta:
        model = Role
        fields = ("code", *NAMES, "capabilities")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _right_to_left(self)


class ClosingForm(ReasonForm):
    """When a service closes, and why."""

    closed_on = day_field(_("closed on"))
    field_order = ("closed_on", "why")


def _right_to_left(form: forms.BaseForm) -> None:
    """Arabic names are typed from right to left on every page, the others from left to right."""
    for name in ("name_ar", "name_fr", "name_en", "code", "username", "email"):
        if name in form.fields:
            form.fields[name].widget.attrs["dir"] = "rtl" if name == "name_ar" else "ltr"
    if "name_ar" in form.fields:
        form.fields["name_ar"].widget.attrs["lang"] = "ar"
