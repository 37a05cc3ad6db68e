"""Rewording a template, by its fields."""

from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.messages.rules import Text, WrongWordingError

FAULTS: Final = {
    "unknown_value": _("This message has no value called: %(about)s."),
    "empty": _("This text cannot be empty."),
    "past": _("A wording holds from today or a later day."),
}


class WordingForm(forms.Form):
    """The texts of a template in one language, and from which day they hold."""

    subject = forms.CharField(label=_("Title"), max_length=120)
    short = forms.CharField(
        label=_("Text of the SMS and of the notification"),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 4, "data-segments": ""}),
    )
    body = forms.CharField(
        label=_("Text of the e-mail"),
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Empty: the e-mail says the same as the SMS."),
    )
    valid_from = forms.DateField(
        label=_("Valid from"),
        initial=timezone.localdate,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *arguments: Any, language: str, **more: Any) -> None:
        super().__init__(*arguments, **more)
        for name in ("subject", "short", "body"):
            attributes = self.fields[name].widget.attrs
            attributes["lang"] = language
            attributes["dir"] = "rtl" if language == "ar" else "ltr"

    @property
    def text(self) -> Text:
        """The texts that were typed."""
        typed = self.cleaned_data
        return Text(typed["subject"], _with_one_newline(typed["short"]), typed["body"])

    def refuse(self, error: WrongWordingError) -> None:
        """Say beside each field what is wrong with it."""
        for field, (fault, about) in error.faults.items():
            self.add_error(field, forms.ValidationError(FAULTS[fault], params={"about": about}))


def _with_one_newline(text: str) -> str:
    """Return text whose lines end in one character, since each costs in an SMS."""
    return text.replace("\r\n", "\n")
