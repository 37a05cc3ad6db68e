"""The residents' pages: find a request by its reference and code, follow it, answer."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from casework import links
from casework.documents.inspection import UploadRefusedError
from casework.documents.services import add_document
from casework.documents.wording import words_of
from casework.enums import EventKind
from casework.forms import AnswerForm, TrackForm
from casework.models import Case
from casework.rules import tidy_reference
from casework.services import answer_case
from casework.signatures.models import IssuedDocument
from casework.signatures.services import record_handing_over
from casework.signatures.views.files import kept_file, pdf_response
from casework.timeline import timeline
from casework.views.cases import clocks, pdf, refuse
from casework.views.deposits import confirmation
from gis.places import territory_name
from people.access.links import TooManyGuessesError
from workspace.drafts import forget_typed, keep_for_later, typed_before


def _case(number: int) -> Case:
    found: Case | None = Case.objects.with_names().filter(pk=number).first()
    if found is None:
        raise Http404
    return found


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """Ask for reference and code; a wrong one of either gets the same answer.

    The QR code of a follow-up slip holds both behind a `#`, which no browser sends: a script types
    them into the form.
    """
    reference = request.GET.get("reference", "")
    form = TrackForm(request.POST or None, initial={"reference": reference})
    if request.method == "POST" and form.is_valid():
        wanted = tidy_reference(form.cleaned_data["reference"])
        case = Case.objects.filter(reference__iexact=wanted).first()
        known = case or Case(pk=0, link_digest=b"")
        try:
            if links.prove(request, known, form.cleaned_data["secret"]):
                return redirect("requests:case", number=known.pk)
        except TooManyGuessesError:
            form.add_error(None, _("Too many attempts. Wait a few minutes, then try again."))
            return render(request, "casework/find.html", {"form": form}, status=429)
        form.add_error(None, _("No request has this reference with this code. Check both."))
    status = 422 if form.errors else 200
    return render(request, "casework/find.html", {"form": form}, status=status)


@never_cache
@require_safe
def follow(request: HttpRequest, number: int) -> HttpResponse:
    """Show a resident their request; who has not proven it is asked for the code."""
    case = _case(number)
    if not links.is_proven(request, case):
        return redirect("requests:find")
    typed = typed_before(request.session, _answer_url(case)) or {}
    form = AnswerForm(initial={name: values[0] for name, values in typed.items()})
    return _page(request, case, form)


def _answer_url(case: Case) -> str:
    return reverse("requests:answer", args=[case.pk])


def _page(request: HttpRequest, case: Case, form: AnswerForm, status: int = 200) -> HttpResponse:
    context = {
        "case": case,
        "clocks": clocks(case),
        "territory": territory_name(case.territory_code) if case.territory_code else "",
        "events": timeline(case, is_public=True),
        "asked": _asked(case),
        "form": form,
    }
    return render(request, "casework/follow.html", context, status=status)


def _asked(case: Case) -> str:
    """Return what a case that waits for its applicant waits for, in the commune's words."""
    if not case.current_state.waits_for_resident:
        return ""
    entered = case.events.filter(kind=EventKind.STATE, target=case.state, is_public=True)
    return entered.order_by("-at", "-pk").values_list("reason", flat=True).first() or ""


@never_cache
@require_safe
def deposited(request: HttpRequest, number: int) -> HttpResponse:
    """Show the reference and, this once, the code of the request just deposited."""
    case = _case(number)
    if not links.is_proven(request, case):
        return redirect("requests:find")
    return confirmation(request, case, is_desk=False)


@require_POST
def answer(request: HttpRequest, number: int) -> HttpResponse:
    """Take the resident's answer, with a document, in one piece.

    Whose session has ended is asked for the code again, and finds there what they had written.
    """
    case = _case(number)
    if not links.is_proven(request, case):
        keep_for_later(request.session, _answer_url(case), {"text": request.POST.getlist("text")})
        return redirect("requests:find")
    form = AnswerForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            with transaction.atomic():
                if form.cleaned_data["file"]:
                    add_document(case=case, upload=form.cleaned_data["file"], title="", actor=None)
                answer_case(case=case, text=form.cleaned_data["text"])
        except ValidationError as error:
            refuse(form, error)
        except UploadRefusedError as error:
            form.add_error("file", words_of(error))
        else:
            forget_typed(request.session)
            messages.success(request, _("Your answer is in the file."))
            return redirect("requests:case", number=case.pk)
    return _page(request, case, form, status=422)


@require_safe
def receipt(request: HttpRequest, number: int, language: str) -> HttpResponse:
    """Give the resident the receipt of their request."""
    case = _case(number)
    if not links.is_proven(request, case):
        return redirect("requests:find")
    return pdf(case, language)


@never_cache
@require_safe
def document(request: HttpRequest, number: int, code: str) -> HttpResponse:
    """Give the resident a document that was signed for them, and write that down."""
    case = _case(number)
    if not links.is_proven(request, case):
        return redirect("requests:find")
    rows = IssuedDocument.objects.for_applicant(case).filter(revoked_at=None)
    row: IssuedDocument = get_object_or_404(rows, code=code)
    content = kept_file(row.sha256)
    record_handing_over(document=row, request=request)
    return pdf_response(content, f"{case.reference}-{row.code}", is_attachment=True)


@require_POST
def leave(request: HttpRequest, number: int) -> HttpResponse:
    """Forget the proof, as on a shared computer."""
    links.forget(request, _case(number))
    messages.success(request, _("This computer no longer shows your request."))
    return redirect("requests:find")
