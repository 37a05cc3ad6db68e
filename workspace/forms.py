"""What people write about their own desk."""

from django import forms
from django.utils.translation import gettext_lazy as _

from workspace.models import SavedView


class SavedViewForm(forms.ModelForm):  # type: ignore[type-arg]
    """The name of a view of a table, and whether colleagues see it."""

    class Meta:
        model = SavedView
        fields = ["name", "is_shared"]
        labels = {"name": _("Name of the view"), "is_shared": _("Share it with colleagues")}
