"""Issued documents at the desk: what became of them, the file, revocation."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from casework.signatures.forms import ReasonForm
from casework.signatures.issuing import verify_url
from casework.signatures.models import IssuedDocument
from casework.signatures.services import revoke_document
from casework.signatures.services.documents import REVOKE, may
from casework.signatures.tables import document_state
from casework.signatures.views.circuits import add_errors
from casework.signatures.views.files import kept_file, pdf_response
from casework.signatures.views.verify import facts_of
from people.audit import record
from people.gates import signed_in
from people.models import User


@signed_in
@require_safe
def document(request: HttpRequest, code: str) -> HttpResponse:
    """Show an issued document."""
    return _page(request, _visible(request, code))


@signed_in
@require_safe
def download(request: HttpRequest, code: str) -> HttpResponse:
    """Give the signed file, and keep who took it."""
    row = _visible(request, code)
    content = kept_file(row.sha256)
    record(
        actor=request.user,
        action="signatures.download",
        obj=row,
        subject=f"{row.case.reference}: {row.title}",
        request=request,
    )
    return pdf_response(content, f"{row.case.reference}-{row.code}")


@signed_in
@require_POST
def revoke(request: HttpRequest, code: str) -> HttpResponse:
    """Revoke an issued document."""
    row = _visible(request, code)
    form = ReasonForm(request.POST)
    if form.is_valid() and isinstance(request.user, User):
        try:
            revoke_document(
                document=row,
                actor=request.user,
                reason=form.cleaned_data["reason"],
                request=request,
            )
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("The document is revoked: the public check says so."))
            return redirect("signatures_desk:document", row.code)
    return _page(request, row, form, status=422)


def _visible(request: HttpRequest, code: str) -> IssuedDocument:
    rows = IssuedDocument.objects.visible_to(request.user).select_related("case", "circuit")
    row: IssuedDocument = get_object_or_404(rows, code=code)
    return row


def _page(
    request: HttpRequest, row: IssuedDocument, form: ReasonForm | None = None, status: int = 200
) -> HttpResponse:
    tone, state = document_state(row)
    context = {
        "document": row,
        "facts": facts_of(row),
        "tone": tone,
        "state": state,
        "verify_url": verify_url(row.code),
        "form": form or ReasonForm(),
        "may_revoke": row.revoked_at is None
        and isinstance(request.user, User)
        and may(request.user, REVOKE, row.case),
    }
    return render(request, "signatures/document.html", context, status=status)
