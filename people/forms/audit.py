"""Which entries of the trail are shown."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from people.actions import named_actions
from people.forms.fields import PersonField, day_field
from people.models import User


def _actions() -> list[tuple[str, Any]]:
    return [("", _("All")), *sorted(named_actions().items(), key=lambda pair: str(pair[1]))]


class AuditFilters(forms.Form):
    """By person, action, day and subject."""

    actor = PersonField(
        queryset=User.objects.order_by("last_name", "first_name"),
        label=_("done by"),
        required=False,
        empty_label=_("All"),
    )
    action = forms.ChoiceField(label=_("action"), required=False, choices=_actions)
    since_on = day_field(_("From"), required=False)
    until_on = day_field(_("Until"), required=False)
    q = forms.CharField(label=_("Subject or reason"), required=False, max_length=100)
