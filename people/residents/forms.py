"""What residents fill in to prove who they are."""

from django import forms
from django.utils.translation import gettext_lazy as _

from people.delivery import can_mail, can_text
from people.residents.rules import is_mobile, normal_contact

OWN_NAMES = [("ar", "العربية"), ("fr", "Français"), ("en", "English")]
"""Languages as those who speak them call them."""
NO_TEXTS = _("No text messages are sent yet. Give an e-mail address.")
NO_MAIL = _("No e-mails are sent yet. Give a mobile telephone.")
NOTHING_LEAVES = _("No codes can be sent yet. Use the reference and the code of your request.")


class ContactForm(forms.Form):
    """Where to send a code."""

    contact = forms.CharField(
        label=_("Mobile telephone or e-mail address"),
        help_text=_("For example 06 12 34 56 78. We send a code to it."),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "dir": "ltr", "spellcheck": "false"}),
    )

    def clean_contact(self) -> str:
        """Return the contact as it is compared, or say what is wrong with it."""
        contact = normal_contact(self.cleaned_data["contact"])
        if not contact:
            raise forms.ValidationError(
                _("This is neither a Moroccan telephone number nor an e-mail address.")
            )
        if "@" not in contact and not is_mobile(contact):
            raise forms.ValidationError(
                _("A code reaches mobile telephones alone: their numbers begin with 06 or 07.")
            )
        if "@" not in contact and not can_text():
            raise forms.ValidationError(NOTHING_LEAVES if not can_mail() else NO_TEXTS)
        if "@" in contact and not can_mail():
            raise forms.ValidationError(NO_MAIL if can_text() else NOTHING_LEAVES)
        return contact


class CodeForm(forms.Form):
    """The code that came."""

    code = forms.CharField(
        label=_("Code"),
        help_text=_("Six figures, in the message that we sent."),
        max_length=20,
        widget=forms.TextInput(
            attrs={
                "class": "code-input",
                "autocomplete": "one-time-code",
                "inputmode": "numeric",
                "autofocus": True,
            }
        ),
    )


class AccountForm(forms.Form):
    """How a resident is called and written to."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    language = forms.ChoiceField(label=_("Language of our messages"), choices=OWN_NAMES)
