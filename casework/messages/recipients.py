"""Whom a message is for, as the house knows them."""

from django.utils.translation import get_language

from casework.messages.rules import Recipient
from casework.models import Case
from people.models import User


def recipient_of(case: Case) -> Recipient:
    """Return the applicant of a case."""
    applicant = case.applicant
    return Recipient(language=applicant.language, phone=applicant.phone, email=applicant.email)


def recipient_of_user(user: User, language: str = "") -> Recipient:
    """Return a member of staff, in a language (the one in use)."""
    return Recipient(language=language or get_language() or "fr", email=user.email, user_id=user.pk)
