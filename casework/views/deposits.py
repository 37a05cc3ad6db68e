"""Depositing a case: at the counter by staff, online by residents."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files import File
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from casework import links
from casework.configuring import without_receiver
from casework.deposits import deposit_case
from casework.documents.inspection import UploadRefusedError
from casework.documents.services import add_document, check_upload
from casework.documents.wording import words_of
from casework.enums import Channel
from casework.forms import CounterForm, DepositForm, OnlineForm
from casework.letters import code_sent_to
from casework.models import Case
from casework.rules import spaced_secret
from casework.signatures.printing import qr_picture
from casework.views.cases import refuse
from gis.place_steps import is_step, take_step
from people.access.throttle import Limit, allow
from people.delivery import kept_at
from people.origin import address_of
from people.permissions import Actor
from workspace.drafts import discard_draft, initial_of

SHOWN_ONCE = "casework:deposited"
"""Key of a session: the code of the case just deposited, until its page was shown."""
DRAFT = "casework.deposit"
"""Under this name is kept what staff type into a deposit."""
DEPOSITS = Limit("deposit", most=60, per_s=3600)
"""Deposits from one address; the telephones that a mobile operator puts behind one, or the visitors
of a library, stay below it, a program does not.
"""


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def at_the_counter(request: HttpRequest) -> HttpResponse:
    """Let staff write down a deposit, whatever way it came."""
    initial: dict[str, object] = {"language": (get_language() or "ar")[:2]}
    if "draft" in request.GET:
        initial |= initial_of(request.user, DRAFT)
    if request.method == "POST" and is_step(request.POST):
        step = take_step(request.POST, request.user)
        form = CounterForm(actor=request.user, initial=step.values)
        form.step = step
        return render(request, "casework/new.html", {"form": form, "draft": DRAFT})
    form = CounterForm(request.POST or None, actor=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        found = _opened(form, request.user, channel=Channel(form.cleaned_data["channel"]))
        if found:
            discard_draft(owner=request.user, form=DRAFT)
            _remember(request, *found)
            return redirect("casework:deposited", number=found[0].pk)
    status = 422 if form.errors else 200
    return render(request, "casework/new.html", {"form": form, "draft": DRAFT}, status=status)


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def online(request: HttpRequest) -> HttpResponse:
    """Let a resident deposit a request, with or without an account."""
    if request.method == "POST" and is_step(request.POST):
        return _place_sought(request)
    language = {"language": (get_language() or "ar")[:2]}
    form = OnlineForm(request.POST or None, request.FILES or None, initial=language)
    if request.method == "POST" and form.is_valid():
        if not allow(DEPOSITS, address_of(request)):
            form.add_error(None, _("Too many requests came from here. Try again in an hour."))
            return _online(request, form, status=429)
        found = _opened(form, None, channel=Channel.ONLINE, upload=form.cleaned_data["file"])
        if found:
            case, secret = found
            links.remember(request, case)
            _remember(request, case, secret)
            return redirect("requests:deposited", number=case.pk)
    return _online(request, form, status=422 if form.errors else 200)


def _place_sought(request: HttpRequest) -> HttpResponse:
    step = take_step(request.POST, request.user)
    form = OnlineForm(initial=step.values)
    form.step = step
    if request.FILES:
        messages.info(
            request, _("Choose your document again: a file is sent with the request only.")
        )
    return _online(request, form, status=200)


def _online(request: HttpRequest, form: OnlineForm, status: int) -> HttpResponse:
    context = {"form": form, "kinds_to_set_up": without_receiver(request.user)}
    return render(request, "casework/online.html", context, status=status)


def _opened(
    form: DepositForm,
    actor: Actor | None,
    *,
    channel: Channel,
    upload: "File[bytes] | None" = None,
) -> tuple[Case, str] | None:
    """Open the case with its document, wholly or not at all; say beside the fields why not.

    The document is looked at first: from the moment a case has its reference, all others wait.
    """
    data = form.cleaned_data
    try:
        file = check_upload(upload) if upload else None
        return deposit_case(
            sending=form.fingerprint,
            then=lambda case: file and add_document(case=case, upload=file, title="", actor=None),
            kind=data["kind"],
            subject=data["subject"],
            description=data["description"],
            applicant=form.applicant,
            actor=actor,
            channel=channel,
            department=data.get("department"),
            is_urgent=data.get("is_urgent", False),
            territory_code=data["territory"],
            place=data["place"],
            geom=form.point,
        )
    except ValidationError as error:
        refuse(form, error)
    except UploadRefusedError as error:
        form.add_error("file", words_of(error))
    except PermissionDenied:
        form.add_error("territory", _("You may not deposit this kind of case there."))
    return None


def _remember(request: HttpRequest, case: Case, secret: str) -> None:
    request.session[SHOWN_ONCE] = {"case": case.pk, "secret": spaced_secret(secret)}


def code_shown_once(request: HttpRequest, case: Case) -> str:
    """Return the code of the case just deposited; the next time there is none."""
    kept = request.session.get(SHOWN_ONCE) or {}
    if kept.get("case") != case.pk:
        return ""
    del request.session[SHOWN_ONCE]
    return str(kept["secret"])


@never_cache
@require_safe
def deposited(request: HttpRequest, number: int) -> HttpResponse:
    """Show staff the reference and, this once, the code to be handed over."""
    rows = Case.objects.visible_to(request.user, "casework.deposit").with_names()
    case: Case = get_object_or_404(rows, pk=number)
    return confirmation(request, case, is_desk=True)


def confirmation(request: HttpRequest, case: Case, *, is_desk: bool) -> HttpResponse:
    """Return the follow-up slip of a case just deposited, with its code the first time only.

    It says truly whether the code was sent.
    """
    code = code_shown_once(request, case)
    context = {
        "case": case,
        "code": code,
        "sent_to": code_sent_to(case),
        "kept_at": kept_at(),
        "is_desk": is_desk,
        "address": links.tracking_address(),
        "picture": qr_picture(links.slip_address(case, code)) if code else "",
    }
    return render(request, "casework/deposited.html", context)
