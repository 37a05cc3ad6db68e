"""The electronic file on a case's pages: `{% case_documents case %}` for staff, and
`{% shared_documents case %}` for the applicant.
"""

from collections.abc import Callable
from typing import Any

from django import template
from django.urls import reverse

from casework.documents.models import Document, Version
from casework.documents.services import ADD, READ, may
from casework.models import Case

register = template.Library()
TEMPLATE = "documents/case_documents.html"


@register.inclusion_tag(TEMPLATE, takes_context=True)
def case_documents(context: template.Context, case: Case) -> dict[str, Any]:
    """Show every document of a file, with its page for whoever may open it: three queries."""
    user = context["request"].user
    may_read = may(user, READ, case)
    rows = Document.objects.of_case(case)
    return {
        "case": case,
        "here": context["request"].get_full_path(),
        "may_add": may(user, ADD, case),
        "documents": _listed(rows, lambda row, _: row.get_absolute_url() if may_read else ""),
    }


@register.inclusion_tag(TEMPLATE)
def shared_documents(case: Case) -> dict[str, Any]:
    """Show what the applicant may open, each in its newest version."""
    return {
        "documents": _listed(
            Document.objects.of_case(case).shared(),
            lambda row, version: reverse("documents:shared", args=[row.pk, version.number]),
        )
    }


def _listed(rows: Any, url: Callable[[Document, Version], str]) -> list[dict[str, Any]]:
    listed = []
    for row in rows:
        newest = max(row.versions.all(), key=lambda version: version.number)
        listed.append(
            {
                "title": row.title,
                "url": url(row, newest),
                "size": newest.file.size_bytes,
                "at": newest.uploaded_at,
                "number": newest.number,
                "is_withdrawn": row.withdrawn_at is not None,
            }
        )
    return listed
