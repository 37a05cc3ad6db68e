"""What people fill in: the public check, circuits, answers, keys."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from casework.signatures.codes import read_code

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
