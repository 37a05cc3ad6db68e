"""What people fill in: the public check, circuits, answers, keys."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.models import Case
from casework.signatures.codes import read_code
from casework.signatures.delegations import people_who_may
from casework.signatures.enums import StepKind
from people.models import User

MOST_BYTES = 20 * 1024 * 1024


def check_size(upload: "UploadedFile[bytes]") -> None:
    """Refuse a file that is too large."""
    if (upload.size or 0) > MOST_BYTES:
        most = filesizeformat(MOST_BYTES)
        raise ValidationError(_("The file is larger than %(most)s."), params={"most": most})


class CheckForm(forms.Form):
    """A code, a file, or both."""

    code = forms.CharField(
        label=_("Verification code"),
        required=False,
        max_length=40,
        help_text=_("The sixteen letters and digits at the foot of the document."),
        widget=forms.TextInput(
            attrs={
                "dir": "ltr",
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
            }
        ),
    )
    file = forms.FileField(
        label=_("PDF file of the document"),
        required=False,
        validators=[check_size],
        help_text=_("It is looked at and forgotten at once: nothing is kept."),
        widget=forms.ClearableFileInput(attrs={"accept": "application/pdf,.pdf"}),
    )

    def clean_code(self) -> str:
        """Return the code without separators."""
        text: str = self.cleaned_data["code"]
        if not text.strip():
            return ""
        try:
            return read_code(text)
        except ValueError as error:
            raise ValidationError(
                _("This is not a verification code: compare it with the paper, letter by letter.")
            ) from error

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two."""
        cleaned = super().clean() or {}
        if not self.errors and not cleaned.get("code") and not cleaned.get("file"):
            raise ValidationError(_("Type a code or choose a file."))
        return cleaned


class PersonField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One person of a list that the form gives it."""

    def __init__(self, **options: Any) -> None:
        super().__init__(queryset=User.objects.none(), **options)

    def offer(self, people: Iterable[User]) -> None:
        """Let the field accept these people, in this order."""
        people = list(people)
        self.queryset = User.objects.filter(pk__in=[person.pk for person in people])
        self.choices = [("", "–"), *((person.pk, person.name) for person in people)]


class StartForm(forms.Form):
    """A draft with those who are asked for a visa, in order, and for the signature."""

    title = forms.CharField(
        label=_("Title"),
        max_length=200,
        help_text=_("In the language of the document, as whoever checks it will read it."),
    )
    draft = forms.FileField(
        label=_("Draft as PDF"),
        validators=[check_size],
        help_text=_("Leave 3 cm free at the foot of each page for the signature and its code."),
        widget=forms.ClearableFileInput(attrs={"accept": "application/pdf,.pdf"}),
    )
    language = forms.ChoiceField(
        label=_("Language of the document"), choices=[("ar", _("Arabic")), ("fr", _("French"))]
    )
    visa_1 = PersonField(label=_("First visa"), required=False)
    visa_2 = PersonField(label=_("Second visa"), required=False)
    visa_3 = PersonField(label=_("Third visa"), required=False)
    visa_4 = PersonField(label=_("Fourth visa"), required=False)
    signer = PersonField(label=_("Signature"))
    due_on = forms.DateField(
        label=_("To be signed by"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    valid_until = forms.DateField(
        label=_("The document may be used until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Leave empty where it does not expire."),
    )
    is_shared = forms.BooleanField(
        label=_("Show it to the applicant"),
        required=False,
        initial=True,
        help_text=_("Once signed: they are told, and fetch it where they follow the case."),
    )

    VISAS = ("visa_1", "visa_2", "visa_3", "visa_4")

    def __init__(self, *arguments: Any, case: Case, **options: Any) -> None:
        super().__init__(*arguments, **options)
        today = timezone.localdate()
        visas = people_who_may(StepKind.VISA, case, today)
        for name in self.VISAS:
            self._person(name).offer(visas)
        self._person("signer").offer(people_who_may(StepKind.SIGNATURE, case, today))
        self.initial.setdefault("language", case.applicant.language)

    def _person(self, name: str) -> PersonField:
        field = self.fields[name]
        assert isinstance(field, PersonField)  # noqa: S101 - declared above
        return field

    @property
    def visas(self) -> list[User]:
        """The people asked for a visa, in order."""
        chosen = (self.cleaned_data.get(name) for name in self.VISAS)
        return [person for person in chosen if person]

    def clean_valid_until(self) -> Any:
        """Refuse a document that could never be used."""
        return self._not_past("valid_until")

    def clean_due_on(self) -> Any:
        """Refuse a day that has passed."""
        return self._not_past("due_on")

    def _not_past(self, name: str) -> Any:
        day = self.cleaned_data[name]
        if day and day < timezone.localdate():
            raise ValidationError(_("This day has passed."))
        return day


class AnswerForm(forms.Form):
    """A visa, the signature, or a refusal with its reason."""

    APPROVE, REFUSE = "approve", "refuse"
    reason = forms.CharField(
        label=_("Remark"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Who refuses says why here; whoever started the parapheur reads it."),
    )
    answer = forms.ChoiceField(
        choices=[(APPROVE, APPROVE), (REFUSE, REFUSE)], widget=forms.HiddenInput, required=False
    )

    def clean(self) -> dict[str, Any]:
        """Ask for the reason of a refusal."""
        cleaned = super().clean() or {}
        refused = cleaned.get("answer") == self.REFUSE
        if refused and not (cleaned.get("reason") or "").strip():
            self.add_error("reason", _("Give the reason."))
        return cleaned


class ReasonForm(forms.Form):
    """Why something is taken back for good."""

    reason = forms.CharField(
        label=_("Reason"), max_length=200, widget=forms.Textarea(attrs={"rows": 2})
    )


class IssueKeyForm(forms.Form):
    """The officer who is given a certificate of the commune's own authority."""

    holder = PersonField(label=_("Officer"))

    def __init__(self, *arguments: Any, people: Iterable[User], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["holder"].offer(people)  # type: ignore[attr-defined]


class LoadKeyForm(forms.Form):
    """A certificate of another authority with its private key."""

    holder = PersonField(
        label=_("Officer"),
        required=False,
        help_text=_("Leave empty where it is the seal of the commune."),
    )
    file = forms.FileField(label=_("PKCS#12 file (.p12, .pfx)"), validators=[check_size])
    passphrase = forms.CharField(
        label=_("Passphrase of the file"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *arguments: Any, people: Iterable[User], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["holder"].offer(people)  # type: ignore[attr-defined]
