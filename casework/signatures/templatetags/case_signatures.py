"""What the page of a case shows of signatures."""

from typing import Any

from django import template

from casework.models import Case
from casework.signatures.services.circuits import START
from casework.signatures.services.documents import may
from people.models import User

register = template.Library()


@register.inclusion_tag("signatures/case_links.html", takes_context=True)
def case_signatures(context: dict[str, Any], case: Case) -> dict[str, Any]:
    """Return the ways to a case's parapheurs and documents, and to a new parapheur."""
    user = context["request"].user
    return {"case": case, "may_start": isinstance(user, User) and may(user, START, case)}
