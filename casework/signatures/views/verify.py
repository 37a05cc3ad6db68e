"""The public check of a document: by its code, by the QR code that leads here, or by its file."""

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from casework.signatures import keyring
from casework.signatures.codes import read_code, show_code
from casework.signatures.enums import CODE_SENTENCES, SENTENCES, Reason, Verdict
from casework.signatures.forms import CheckForm
from casework.signatures.models import IssuedDocument
from casework.signatures.sandbox import BusyError
from casework.signatures.verification import Answer, check_code, check_file
from people.access.throttle import Limit, allow
from people.gates import public
from people.origin import address_of
from workspace.templatetags.local_formats import day, isolated, minute

CODES = Limit("signatures.codes", most=30, per_s=60)
FILES = Limit("signatures.files", most=10, per_s=60)
ALL_FILES = Limit("signatures.all_files", most=120, per_s=60)
TONES = {
    Verdict.VALID: "good",
    Verdict.EXPIRED: "warning",
    Verdict.UNKNOWN: "warning",
    Verdict.REVOKED: "alarm",
    Verdict.TAMPERED: "alarm",
    Verdict.REPLAYED: "alarm",
}
LIST_CACHE_S = 3600


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest, code: str = "") -> HttpResponse:
    """Show the form, and what is said of the document when there is one."""
    if request.method == "POST":
        return _checked(request)
    if not code:
        return _page(request, CheckForm())
    try:
        plain = read_code(code)
    except ValueError:
        form = CheckForm({"code": code})
        return _page(request, form, status=404)
    if plain != code:
        return redirect("signatures:verify_code", code=plain)
    if not allow(CODES, address_of(request)):
        return _later(request, CheckForm())
    answer = check_code(plain)
    form = CheckForm(initial={"code": show_code(plain)})
    return _page(request, form, answer, status=200 if answer.document else 404)


def _checked(request: HttpRequest) -> HttpResponse:
    form = CheckForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form)
    code, file = form.cleaned_data["code"], form.cleaned_data["file"]
    if not file:
        return redirect("signatures:verify_code", code=code)
    if not (allow(FILES, address_of(request)) and allow(ALL_FILES, "")):
        return _later(request, form)
    try:
        answer = check_file(file.read(), code)
    except BusyError:
        return _later(request, form)
    return _page(request, form, answer, file_name=file.name)


def _later(request: HttpRequest, form: CheckForm) -> HttpResponse:
    response = _page(request, form, is_late=True, status=429)
    response["Retry-After"] = "60"
    return response


def _page(
    request: HttpRequest,
    form: CheckForm,
    answer: Answer | None = None,
    *,
    file_name: str = "",
    is_late: bool = False,
    status: int = 200,
) -> HttpResponse:
    context = {
        "form": form,
        "answer": answer,
        "is_late": is_late,
        "file_name": file_name,
        "sentence": _sentence(answer) if answer else "",
        "tone": TONES[answer.judgement.verdict] if answer else "",
        "facts": facts_of(answer.document) if answer and answer.document else [],
        "printed": printed_facts(answer.document) if answer and answer.document else [],
    }
    return render(request, "signatures/verify.html", context, status=status)


def _sentence(answer: Answer) -> object:
    known = CODE_SENTENCES if answer.judgement.reason == Reason.COMPARE else SENTENCES
    return known[answer.judgement.verdict]


def facts_of(document: IssuedDocument) -> list[tuple[str, object]]:
    """Return what the register says of a document, and no more than the document itself says."""
    facts: list[tuple[str, object]] = [
        (_("Title"), isolated(document.title)),
        (_("Verification code"), isolated(show_code(document.code))),
        (_("Reference of the case"), isolated(document.case.reference)),
        (_("Signed by"), isolated(document.signed_as)),
        (_("Issued at"), minute(document.issued_at)),
        (_("Number of pages"), document.pages),
    ]
    if document.valid_until:
        facts.append((_("Valid until"), day(document.valid_until)))
    if document.revoked_at:
        facts.append((_("Revoked at"), minute(document.revoked_at)))
        facts.append((_("Reason"), isolated(document.revocation_reason)))
    return facts


def printed_facts(document: IssuedDocument) -> list[tuple[str, str]]:
    """Return what the paper says, in its own language and direction whatever the reader's."""
    return [(isolated(label), isolated(value)) for label, value in document.facts]


@public
@require_safe
def authority_list(request: HttpRequest) -> HttpResponse:
    """Return the list of our revoked certificates (RFC 5280), for other tools."""
    der: bytes = cache.get_or_set(keyring.LIST_CACHE, keyring.revocation_list, LIST_CACHE_S) or b""
    return _bytes(der, "application/pkix-crl", "authority.crl")


@public
@require_safe
def authority_certificate(request: HttpRequest) -> HttpResponse:
    """Return the certificate of our authority, for whoever wants to trust it in another tool."""
    return _bytes(keyring.authority_certificate(), "application/pkix-cert", "authority.cer")


def _bytes(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
