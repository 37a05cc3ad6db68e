"""Pages of the electronic file."""

from typing import Any

from django.contrib import messages as notes
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from casework.documents import services
from casework.documents.forms import DocumentForm, VersionForm, WithdrawalForm
from casework.documents.inspection import UploadRefusedError
from casework.documents.models import Document, Version
from casework.documents.serving import served
from casework.links import is_proven
from casework.models import Case
from people.permissions import scope_of


def _visible(request: HttpRequest) -> Any:
    """Return the documents of the files that the person may read."""
    rows = Document.objects.select_related("case", "added_by", "withdrawn_by")
    return scope_of(request.user, services.READ).narrow(
        rows, department="case__department_id", territory="case__territory_code"
    )


@require_safe
def document(request: HttpRequest, number: int) -> HttpResponse:
    """Show a document with its versions, and what may be done with it."""
    shown = get_object_or_404(_visible(request), pk=number)
    return _page(request, shown)


def _page(request: HttpRequest, shown: Document, status: int = 200, **forms: Any) -> HttpResponse:
    context = {
        "shown": shown,
        "versions": shown.versions.select_related("file", "uploaded_by"),
        "may_add": services.may(request.user, services.ADD, shown.case) and not shown.withdrawn_at,
        "may_withdraw": services.may(request.user, services.WITHDRAW, shown.case)
        and not shown.withdrawn_at,
        "version_form": VersionForm(),
        "withdrawal_form": WithdrawalForm(),
    }
    return render(request, "documents/document.html", context | forms, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, case_number: int) -> HttpResponse:
    """Add a document to the electronic file of a case."""
    case = get_object_or_404(Case, pk=case_number)
    if not services.may(request.user, services.ADD, case):
        raise PermissionDenied
    form = DocumentForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.add_document(
                case=case,
                upload=form.upload,
                title=form.cleaned_data["title"],
                is_shared=form.cleaned_data["is_shared"],
                actor=request.user,
            )
        except UploadRefusedError as error:
            form.refuse(error)
        else:
            notes.success(request, _("The document is in the electronic file."))
            return redirect(_next(request) or made)
    context = {"case": case, "form": form, "next": _next(request)}
    return render(request, "documents/add.html", context, status=422 if form.errors else 200)


def _next(request: HttpRequest) -> str:
    """Return the page of this site to which the form leads back, or nothing."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(asked, None) and asked.startswith("/")
    return asked if is_ours else ""


@require_POST
def add_version(request: HttpRequest, number: int) -> HttpResponse:
    """Add a newer version of a document."""
    shown = get_object_or_404(_visible(request), pk=number)
    form = VersionForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            services.add_version(
                document=shown,
                upload=form.upload,
                note=form.cleaned_data["note"],
                actor=request.user,
            )
        except UploadRefusedError as error:
            form.refuse(error)
        else:
            notes.success(request, _("The newer version is in the electronic file."))
            return redirect(shown)
    return _page(request, shown, status=422, version_form=form)


@require_POST
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Withdraw a document with a reason."""
    shown = get_object_or_404(_visible(request), pk=number)
    form = WithdrawalForm(request.POST)
    if not form.is_valid():
        return _page(request, shown, status=422, withdrawal_form=form)
    services.withdraw_document(
        document=shown, actor=request.user, reason=form.cleaned_data["reason"]
    )
    notes.success(request, _("The document is withdrawn."))
    return redirect(shown)


@require_POST
def share(request: HttpRequest, number: int) -> HttpResponse:
    """Show a document to the applicant, or no longer."""
    shown = get_object_or_404(_visible(request), pk=number)
    services.share_document(
        document=shown, actor=request.user, is_shared=request.POST.get("shared") == "yes"
    )
    return redirect(shown)


@require_safe
def download(request: HttpRequest, number: int, version: int) -> HttpResponseBase:
    """Give a version to a member of staff who may read the file, and write that down."""
    shown = get_object_or_404(_visible(request), pk=number)
    versions = shown.versions.select_related("file", "document__case")
    found = get_object_or_404(versions, number=version)
    services.record_download(version=found, actor=request.user, request=request)
    return served(found, is_inline="inline" in request.GET)


@require_safe
def shared(request: HttpRequest, number: int, version: int) -> HttpResponseBase:
    """Give a version to the applicant, who proved that the case is theirs."""
    found = Version.objects.select_related("file", "document__case__applicant").filter(
        document_id=number, number=version
    )
    chosen = found.first()
    if chosen is None or not is_proven(request, chosen.document.case):
        raise Http404
    try:
        services.record_download(version=chosen, actor=None, request=request)
    except PermissionDenied as error:
        raise Http404 from error
    return served(chosen, is_inline="inline" in request.GET)
