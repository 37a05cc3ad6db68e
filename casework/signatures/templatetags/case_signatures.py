"""What the page of a case shows of signatures."""

from typing import Any

from django import template
from django.urls import reverse

from casework.models import Case
from casework.signatures.models import IssuedDocument
from casework.signatures.services.circuits import START
from casework.signatures.services.documents import may
from casework.signatures.tables import document_state
from people.models import User

register = template.Library()


@register.inclusion_tag("signatures/case_links.html", takes_context=True)
def case_signatures(context: dict[str, Any], case: Case) -> dict[str, Any]:
    """Return the ways to a case's parapheurs and documents, and to a new parapheur."""
    user = context["request"].user
    return {"case": case, "may_start": isinstance(user, User) and may(user, START, case)}


@register.inclusion_tag("signatures/case_issued.html")
def issued_documents(case: Case) -> dict[str, Any]:
    """Show the applicant what was signed for them, with the way to check each: one query."""
    return {"documents": [_handed(case, row) for row in IssuedDocument.objects.for_applicant(case)]}


def _handed(case: Case, row: IssuedDocument) -> dict[str, Any]:
    tone, state = document_state(row)
    place = reverse("requests:document", args=[case.pk, row.code])
    return {"row": row, "tone": tone, "state": state, "url": "" if row.revoked_at else place}
