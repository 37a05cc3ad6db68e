"""Refusals in the reader's words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from casework.documents.enums import Refusal
from casework.documents.inspection import UploadRefusedError

_WITH_LIMIT: "dict[Refusal, str | Promise]" = {
    Refusal.TOO_LARGE: _("The file is too large: %(limit)s MB at the most."),
    Refusal.TOO_MANY_PIXELS: _(
        "The image has too many pixels: %(limit)s million at the most. "
        "Take it at a lower resolution."
    ),
    Refusal.TOO_MANY: _("The file has reached its greatest number of documents: %(limit)s."),
}
ACCEPTED = pgettext_lazy(
    "documents",
    "PDF, photos (JPEG, PNG, WebP), Word, Excel, OpenDocument, text, sound and short videos; "
    "up to 30 MB.",
)


def words_of(error: UploadRefusedError) -> str:
    """Return why an upload was refused and what to do, in the reader's language."""
    if error.detail and error.refusal in _WITH_LIMIT:
        return str(_WITH_LIMIT[error.refusal]) % {"limit": error.detail}
    return str(error.refusal.label)
