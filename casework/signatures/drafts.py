"""What may be sent round for signature: a plain PDF, the same for everyone who reads it."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from casework.signatures.sandbox import BusyError, inspect_safely

MOST_PAGES = 200


def check_draft(pdf: bytes) -> None:
    """Refuse a draft that is no PDF, is locked or signed, or could show something else later.

    Raises ValidationError for the field `draft`.
    """
    try:
        found = inspect_safely(pdf)
    except BusyError as error:
        words = _("Too many files are being looked at. Send this one again in a minute.")
        raise ValidationError({"draft": words}) from error
    if not found.is_pdf:
        raise ValidationError({"draft": _("The file is not a PDF document that can be read.")})
    if found.signatures:
        raise ValidationError({"draft": _("The file is signed already.")})
    if not found.is_plain:
        words = _(
            "The file is locked, or holds a program, a form or another file: "
            "print it to a plain PDF."
        )
        raise ValidationError({"draft": words})
    if found.pages > MOST_PAGES:
        words = _("The file has more than %(most)s pages.")
        raise ValidationError({"draft": words % {"most": MOST_PAGES}})
