"""Forms of the electronic file."""

from typing import Any

from django import forms
from django.core.files import File
from django.utils.translation import gettext_lazy as _

from casework.documents.inspection import UploadRefusedError
from casework.documents.kinds import ACCEPT
from casework.documents.wording import ACCEPTED, words_of


class UploadField(forms.FileField):
    """A file, with what is accepted said beside it."""

    def __init__(self, **more: Any) -> None:
        more.setdefault("label", _("File"))
        more.setdefault("help_text", ACCEPTED)
        more.setdefault("widget", forms.FileInput(attrs={"accept": ACCEPT}))
        super().__init__(**more)


class UploadForm(forms.Form):
    """One file; rooms derive from it, and call `refuse` with what the service raises."""

    file = UploadField()

    @property
    def upload(self) -> "File[bytes]":
        """The file that was sent."""
        found: File[bytes] = self.cleaned_data["file"]
        return found

    def refuse(self, error: UploadRefusedError) -> None:
        """Say beside the file why it is not accepted."""
        self.add_error("file", words_of(error))


class DocumentForm(UploadForm):
    """A new document of a case."""

    title = forms.CharField(label=_("Title"), max_length=160)
    is_shared = forms.BooleanField(
        label=_("Show it to the applicant"),
        required=False,
        help_text=_("They may open it on the page where they follow their file."),
    )
    field_order = ["title", "file", "is_shared"]


class VersionForm(UploadForm):
    """A newer version of a document."""

    note = forms.CharField(label=_("What changed"), max_length=200, required=False)


class WithdrawalForm(forms.Form):
    """Why a document is withdrawn."""

    reason = forms.CharField(label=_("Why it is withdrawn"), max_length=200)
