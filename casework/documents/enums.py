"""What documents are, and why one is refused."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Scan(TextChoices):
    """What the virus scanner said of a file."""

    CLEAN = "clean", _("no virus found")
    NOT_SCANNED = "not_scanned", _("not scanned")


class Refusal(TextChoices):
    """Why an upload is refused."""

    EMPTY = "empty", _("The file is empty.")
    TOO_LARGE = "too_large", _("The file is too large.")
    UNKNOWN_TYPE = "unknown_type", _("Files of this type are not accepted.")
    NOT_WHAT_IT_SAYS = "not_what_it_says", _("The content is not what the name of the file says.")
    DAMAGED = "damaged", _("The file is damaged and cannot be opened.")
    TOO_MANY_PIXELS = "too_many_pixels", _("The image has too many pixels.")
    ACTIVE = "active", _("The file holds a program (macros or scripts).")
    LOCKED = "locked", _("The file is locked: save it again without a password.")
    VIRUS = "virus", _("A virus was found in the file.")
    NO_SCANNER = "no_scanner", _("The file cannot be checked for viruses now. Try again later.")
    TOO_MANY = "too_many", _("The file has reached its greatest number of documents.")
    WITHDRAWN = "withdrawn", _("The document was withdrawn.")
