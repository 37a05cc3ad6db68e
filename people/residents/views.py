"""A resident proves a telephone or an address, and finds what is theirs."""

from typing import NamedTuple

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from people.delivery import UndeliverableError, kept_at
from people.origin import address_of
from people.residents import services
from people.residents.belongings import providers
from people.residents.forms import AccountForm, CodeForm, ContactForm
from people.residents.models import Resident
from people.residents.proofs import (
    Awaited,
    ask_for_proof,
    await_code,
    awaited_code,
    forget_proof,
    proven_contact,
    proven_contacts,
    remember_proof,
    resident_here,
)
from people.residents.rules import Verdict, masked


class Wish(NamedTuple):
    """What a code is wanted for: the page to go to, and whether its contact joins the account."""

    then: str
    joins: bool


@never_cache
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask where to send a code, and send it."""
    form = ContactForm(request.POST or None)
    wish = Wish(_next(request), "add" in (request.POST or request.GET))
    if form.is_valid() and _send(request, form, form.cleaned_data["contact"], wish):
        return redirect("residents:code")
    context = {"form": form, "wish": wish, "resident": resident_here(request)}
    return render(request, "residents/sign_in.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """Take the code that came."""
    waiting = awaited_code(request)
    if waiting is None:
        return redirect("residents:sign-in")
    form = CodeForm(request.POST or None)
    if form.is_valid():
        verdict = services.check_code(
            number=waiting.number, contact=waiting.contact, typed=form.cleaned_data["code"]
        )
        if verdict is Verdict.RIGHT:
            return _enter(request, waiting)
        form.add_error("code", _words(verdict))
    context = {"form": form, "contact": masked(waiting.contact), "kept_at": kept_at()}
    return render(request, "residents/code.html", context)


@require_POST
def send_again(request: HttpRequest) -> HttpResponse:
    """Send another code to the same contact."""
    waiting = awaited_code(request)
    if waiting is None:
        return redirect("residents:sign-in")
    form = ContactForm({"contact": waiting.contact})
    wish = Wish(waiting.then, waiting.joins)
    if form.is_valid() and _send(request, form, waiting.contact, wish):
        messages.success(request, _("Another code is on its way."))
    for error in form.errors.get("contact", []):
        messages.error(request, str(error))
    return redirect("residents:code")


@never_cache
@require_http_methods(["GET", "POST"])
def home(request: HttpRequest) -> HttpResponse:
    """Show what belongs to who proved a contact, and let them keep or change an account."""
    contact = proven_contact(request)
    if contact is None:
        return ask_for_proof(request)
    resident = resident_here(request)
    form = AccountForm(request.POST or None, initial=_initial(resident))
    if request.method == "POST" and form.is_valid():
        _keep(resident, contact, form)
        messages.success(request, _("Saved."))
        return redirect("residents:home")
    contacts = proven_contacts(request)
    kinds = [(each.label, each.find(contacts)) for each in providers()]
    context = {
        "contact": masked(contact),
        "resident": resident,
        "form": form,
        "kinds": [(label, found) for label, found in kinds if found],
    }
    return render(request, "residents/home.html", context)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the proof on this device."""
    forget_proof(request)
    messages.success(request, _("You are signed out."))
    return redirect("residents:sign-in")


@require_POST
def close(request: HttpRequest) -> HttpResponse:
    """Erase the account at its owner's wish."""
    resident = resident_here(request)
    if resident is None:
        return ask_for_proof(request)
    services.close_account(resident=resident)
    forget_proof(request)
    messages.success(request, _("Your account was erased. Files that you deposited go on."))
    return redirect("residents:sign-in")


def _send(request: HttpRequest, form: ContactForm, contact: str, wish: Wish) -> bool:
    try:
        row = services.send_code(
            contact=contact, language=get_language() or "fr", origin=address_of(request)
        )
    except services.TooManyError:
        form.add_error("contact", _("Too many codes were asked for. Wait an hour, then try again."))
    except (UndeliverableError, OSError):
        form.add_error("contact", _("The message could not be sent. Try again in a while."))
    else:
        await_code(request, Awaited(row.pk, contact, wish.then, wish.joins))
        return True
    return False


def _enter(request: HttpRequest, code: Awaited) -> HttpResponse:
    """Let the session stand for the contact; it joins an account at its owner's wish alone.

    On a shared computer whoever comes next proves a contact that is nobody else's business.
    """
    resident = resident_here(request) if code.joins else None
    if resident is not None and not services.add_contact(resident=resident, contact=code.contact):
        messages.warning(request, _("Another account has this contact already."))
    remember_proof(request, code.contact)
    return redirect(code.then)


def _keep(resident: Resident | None, contact: str, form: AccountForm) -> None:
    name, language = form.cleaned_data["name"], form.cleaned_data["language"]
    if resident is None:
        services.open_account(contact=contact, name=name, language=language)
    else:
        services.change_account(resident=resident, name=name, language=language)


def _initial(resident: Resident | None) -> dict[str, str]:
    if resident is None:
        return {"language": get_language() or "fr"}
    return {"name": resident.name, "language": resident.language}


def _words(verdict: Verdict) -> str:
    if verdict is Verdict.WRONG:
        return _("This code is wrong. Look at the message again.")
    if verdict is Verdict.USED_UP:
        return _("This code was mistyped too often. Ask for another one.")
    return _("This code is no longer valid. Ask for another one.")


def _next(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(
        wanted, {request.get_host()}, require_https=request.is_secure()
    )
    return wanted if is_ours else reverse("residents:home")
