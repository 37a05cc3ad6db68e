"""allauth's forms with our words, and a label above each field instead of a shadow inside it."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as factors
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as keys
from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts
from django.utils.functional import lazy
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from people.delivery import can_mail
from people.forms.fields import ReasonForm, choice_field
from people.models import User


def _rules_of_passwords() -> SafeString:
    return format_html_join(" ", "{}", ((text,) for text in password_validators_help_texts()))


RULES_OF_PASSWORDS = lazy(_rules_of_passwords, SafeString)


class _Plain(forms.Form):
    """Takes the shadow texts away, and writes codes and names from left to right."""

    words: dict[str, Any] = {}
    helps: dict[str, Any] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.words.get(name, field.label)
            field.help_text = self.helps.get(name, "")
        if "code" in self.fields:
            self.fields["code"].widget.attrs.update(
                {"class": "code-input", "inputmode": "numeric", "maxlength": 12}
            )


class _Twice(_Plain):
    """Asks for a new password twice."""

    def clean(self) -> dict[str, Any] | None:
        """Compare the two, with our words."""
        cleaned = forms.Form.clean(self)
        first, second = self.cleaned_data.get("password1"), self.cleaned_data.get("password2")
        if first and second and first != second:
            self.add_error("password2", _("The two passwords are not the same."))
        return cleaned


NEW_TWICE = {"password1": _("New password"), "password2": _("New password, once more")}


class SignInForm(_Plain, account.LoginForm):  # type: ignore[misc]
    """User name and password."""

    words = {"login": _("User name"), "password": _("Password")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs.update(
            {"autofocus": True, "autocapitalize": "none", "spellcheck": "false", "dir": "ltr"}
        )


class ConfirmPasswordForm(_Plain, account.ReauthenticateForm):  # type: ignore[misc]
    """The password again, before something that matters."""

    words = {"password": _("Password")}


class ChangePasswordForm(_Twice, account.ChangePasswordForm):  # type: ignore[misc]
    """A new password instead of the old one."""

    words = {"oldpassword": _("Current password"), **NEW_TWICE}
    helps = {"password1": RULES_OF_PASSWORDS()}


class SetPasswordForm(_Twice, account.SetPasswordForm):  # type: ignore[misc]
    """A first password, for who came through the directory."""

    words = NEW_TWICE
    helps = {"password1": RULES_OF_PASSWORDS()}


class ResetPasswordForm(_Plain, account.ResetPasswordForm):  # type: ignore[misc]
    """Where to send the link."""

    words = {"email": _("E-mail address")}
    helps = {"email": _("The one that the staff list has for you.")}

    def clean(self) -> dict[str, Any] | None:
        """Promise no link where no e-mail leaves, whether or not an account has the address."""
        if not can_mail():
            words = _(
                "No e-mails are sent from here. Ask whoever administers the staff for a link."
            )
            self.add_error("email", words)
        return super().clean()


class ResetPasswordKeyForm(_Twice, account.ResetPasswordKeyForm):  # type: ignore[misc]
    """The new password, after the link."""

    words = NEW_TWICE
    helps = {"password1": RULES_OF_PASSWORDS()}


CODE = {"code": _("Code")}
CODE_HELP = {"code": _("Six figures from the app, or one of your recovery codes.")}


class SecondFactorForm(_Plain, factors.AuthenticateForm):  # type: ignore[misc]
    """A code of the app, or a recovery code, when signing in."""

    words, helps = CODE, CODE_HELP


class ConfirmCodeForm(_Plain, factors.ReauthenticateForm):  # type: ignore[misc]
    """A code again, before something that matters."""

    words, helps = CODE, CODE_HELP


class ActivateCodesForm(_Plain, totp.ActivateTOTPForm):  # type: ignore[misc]
    """The first code of the app proves that it was set up."""

    words = CODE
    helps = {"code": _("Six figures that the app shows now.")}


class AddKeyForm(_Plain, keys.AddWebAuthnForm):  # type: ignore[misc]
    """A security key, with a name by which its owner knows it."""

    words = {"name": _("Name of the key"), "passwordless": _("Sign in with this key alone")}
    helps = {
        "name": _("For example: the key on my ring, this telephone."),
        "passwordless": _("The key then asks for its own code, or for your fingerprint."),
    }


class RenameKeyForm(_Plain, keys.EditWebAuthnForm):  # type: ignore[misc]
    """Another name for a security key."""

    words = {"name": _("Name of the key")}


IDENTITY = _("I am sure who asks: I saw the person, or called them at the number we have.")


class CertainForm(ReasonForm):
    """Why something is done to another's access, by somebody who is sure whom they deal with."""

    is_certain = forms.BooleanField(label=IDENTITY)


class InvitationForm(CertainForm):
    """How the link to choose a password reaches its person."""

    BY_MAIL, BY_HAND = "mail", "hand"
    way = forms.ChoiceField(label=_("how it is handed over"), widget=forms.RadioSelect)
    field_order = ("way", "why", "is_certain")

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ways = [(self.BY_HAND, _("Shown here once, to be handed over in person"))]
        if person.email:
            ways.insert(0, (self.BY_MAIL, _("Sent to the e-mail address of the staff list")))
        choice_field(self.fields, "way").choices = ways
        self.fields["way"].initial = ways[0][0]
