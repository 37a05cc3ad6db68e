"""The fixed vocabularies of casework."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Channel(TextChoices):
    """The way by which a case came in."""

    COUNTER = "counter", _("at the counter")
    ONLINE = "online", _("online")
    POST = "post", _("by post")
    EMAIL = "email", _("by e-mail")
    PHONE = "phone", _("by telephone")
    OFFICE = "office", _("opened by the administration")


class ApplicantKind(TextChoices):
    """Who asks."""

    PERSON = "person", _("natural person")
    ORGANISATION = "organisation", _("company or association")


class Language(TextChoices):
    """The language in which an applicant is written to."""

    ARABIC = "ar", _("Arabic")
    FRENCH = "fr", _("French")
    ENGLISH = "en", _("English")


class EventKind(TextChoices):
    """What a line of a case's history tells."""

    OPENED = "opened", _("Case opened")
    STATE = "state", _("State changed")
    ASSIGNED = "assigned", _("Assigned")
    UNDONE = "undone", _("Assignment taken back")
    NOTE = "note", _("Note")
    ANSWER = "answer", _("Answer of the applicant")
    DEADLINE = "deadline", _("Deadline set")
    EXTENDED = "extended", _("Deadline extended")
    SUSPENDED = "suspended", _("Clock stopped")
    RESUMED = "resumed", _("Clock running again")
    RECOMPUTED = "recomputed", _("Deadline computed again")
    WARNED = "warned", _("Deadline near")
    ESCALATED = "escalated", _("Escalated")
    DOCUMENT = "document", _("Document")
    MESSAGE = "message", _("Message")
    SIGNATURE = "signature", _("Signature")
