"""What the style guide shows in its components: invented, and nothing of the database."""

import datetime as dt
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

AT = dt.datetime(2026, 3, 12, 10, 25, tzinfo=dt.UTC)
SWATCHES = (
    *("ground", "surface", "surface-2", "line", "ink", "ink-2"),
    *("accent", "link", "good", "warning", "alarm"),
)
"""Tokens of colour that pages use by name."""


class SampleForm(forms.Form):
    """One field of each kind, two of them filled wrongly."""

    is_sample = True
    """It stands for a form that was sent, and does not take the focus as such a form does."""

    subject = forms.CharField(label=_("Subject"), max_length=80)
    phone = forms.CharField(
        label=_("Telephone"),
        help_text=_("For example 06 12 34 56 78."),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off", "dir": "ltr"}),
    )
    email = forms.EmailField(label=_("E-mail"), required=False)
    department = forms.ChoiceField(
        label=_("Department"),
        choices=[("", _("Choose")), ("1", _("Street lighting")), ("2", _("Cleanliness"))],
    )
    wanted_on = forms.DateField(
        label=_("Wished day"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    details = forms.CharField(label=_("Details"), required=False, widget=forms.Textarea)
    channel = forms.ChoiceField(
        label=_("Answer by"),
        widget=forms.RadioSelect,
        choices=[("sms", _("Text message")), ("mail", _("E-mail"))],
    )
    agreed = forms.BooleanField(label=_("I certify that what I state is true."))


class SampleFilters(forms.Form):
    """What stands above a list."""

    q = forms.CharField(label=_("Search"), required=False)
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All")), ("open", _("Open"))]
    )


class SampleUpload(forms.Form):
    """A file to drop."""

    file = forms.FileField(label=_("Supporting document"), help_text=_("PDF or photo, 10 MB."))


def styleguide_samples() -> dict[str, Any]:
    """Return one set of samples for each direction, so that no id stands twice on the page."""
    return {"sides": [_side("ltr"), _side("rtl")], "swatches": SWATCHES}


def _side(direction: str) -> dict[str, Any]:
    return {
        "direction": direction,
        "form": _filled_wrongly(direction),
        "filters": SampleFilters(auto_id=f"{direction}-filter-%s"),
        "upload": SampleUpload(auto_id=f"{direction}-upload-%s"),
        "events": _events(),
        "steps": _steps(),
        "tabs": _tabs(),
        "facts": _facts(),
        "crumbs": [{"title": gettext("Requests"), "url": "/"}, {"title": "2026/000124"}],
        "page": Paginator(range(60), 20).page(2),
    }


def _filled_wrongly(direction: str) -> SampleForm:
    typed = {"phone": "06", "channel": "sms", "agreed": "on"}
    form = SampleForm(typed, auto_id=f"{direction}-%s")
    form.add_error("phone", gettext("This number is too short."))
    return form


def _events() -> list[dict[str, Any]]:
    return [
        {"title": gettext("Being processed"), "at": AT, "who": "S. Alaoui", "tone": "now"},
        {
            "title": gettext("Assigned to the service"),
            "at": AT - dt.timedelta(hours=5),
            "who": "N. Idrissi",
            "detail": gettext("The lamp stands on the avenue, in front of the school."),
        },
        {"title": gettext("Filed"), "at": AT - dt.timedelta(days=1), "tone": "good"},
    ]


def _steps() -> list[dict[str, str]]:
    return [
        {"title": gettext("Your request"), "state": "done"},
        {"title": gettext("Documents"), "state": "now"},
        {"title": gettext("Receipt"), "state": "next"},
    ]


def _tabs() -> list[dict[str, Any]]:
    return [
        {"title": gettext("All"), "url": "#main", "is_current": True, "count": 124},
        {"title": gettext("Late"), "url": "#main", "is_current": False, "count": 3},
    ]


def _facts() -> list[tuple[str, str]]:
    return [
        (gettext("Reference"), "2026/000124"),
        (gettext("Department"), gettext("Street lighting")),
        (gettext("Deadline"), gettext("60 days")),
    ]
