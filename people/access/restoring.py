"""Another person's access: how they sign in, and what is done when they no longer can."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables

from people.access import services
from people.access.forms import CertainForm, InvitationForm
from people.access.rules import FACTORS
from people.forms.fields import ReasonForm
from people.models import User
from people.permissions import holds_sensitive
from people.services.staff import CAPABILITY, governs
from people.views.editing import edit, say, shown, visitor
from people.views.rooms import crumb


def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how a person signs in, and what may be done about it."""
    person = _find(request, pk)
    factors = services.factors_of(person)
    has_factor = any(each.type in FACTORS for each in factors)
    context = {
        "person": person,
        "factors": factors,
        "is_missing": settings.SECOND_FACTOR and not has_factor and holds_sensitive(person),
        "sessions": len(services.sessions_of(person)),
        "locked_until": services.locked_until(person),
        "has_password": person.has_usable_password(),
        "may_close": governs(visitor(request), person, CAPABILITY),
        "crumbs": [*_way(person)[:-1], {"title": _("How they sign in")}],
    }
    return render(request, "access/person.html", context)


@never_cache
@sensitive_variables("link")
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a link to choose a password; send it, or show it this once."""
    person = _open(request, pk)
    form = InvitationForm(request.POST or None, person=person)
    words: dict[str, Any] = {"person": person, "actor": visitor(request), "request": request}
    if request.method == "POST" and form.is_valid():
        words["why"] = form.cleaned_data["why"]
        site = request.build_absolute_uri("/").rstrip("/")
        try:
            if form.cleaned_data["way"] == form.BY_MAIL:
                services.send_invitation(site=site, **words)
                messages.success(request, _("The link is on its way to the person."))
                return redirect(_address(person))
            link = site + services.invitation_for(**words)
        except ValidationError as error:
            say(form, error)
        else:
            crumbs = [*_way(person), {"title": _("Link to choose a password")}]
            context = {"person": person, "link": link, "crumbs": crumbs}
            return render(request, "access/handed.html", context)
    return shown(
        request,
        form,
        title=_("Link to choose a password"),
        intro=_("It works once and for one day; choosing a password ends all sessions."),
        back=_address(person),
        action=_("Make the link"),
        crumbs=_way(person),
    )


def unlock(request: HttpRequest, pk: int) -> HttpResponse:
    """Let somebody who mistyped too often try again at once."""
    return _change(
        request,
        pk,
        services.unlock,
        title=_("Unlock the account"),
        intro=_("The wrong passwords counted so far are forgotten, from every address."),
        done=_("The account is unlocked."),
    )


def reset_factor(request: HttpRequest, pk: int) -> HttpResponse:
    """Take away the second factor of somebody who lost it."""
    intro = _(
        "App, security keys and recovery codes are removed, and all sessions end. "
        "With their password alone the person then sets up a new one."
    )
    return _change(
        request,
        pk,
        services.reset_second_factor,
        CertainForm,
        title=_("Take the second factor away"),
        intro=intro,
        done=_("The second factor was taken away."),
        is_dangerous=True,
    )


def end_sessions(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign somebody out everywhere, as when a computer was stolen."""
    words: dict[str, Any] = {
        "title": _("Sign the person out everywhere"),
        "intro": _("What they had not saved is lost."),
        "done": _("The person is signed in nowhere now."),
    }
    return _change(request, pk, services.sign_out_everywhere, is_dangerous=True, **words)


def _change(
    request: HttpRequest,
    pk: int,
    service: Callable[..., Any],
    form: type[ReasonForm] = ReasonForm,
    *,
    title: str,
    **words: Any,
) -> HttpResponse:
    person = _open(request, pk)

    def save(data: dict[str, Any]) -> str:
        service(person=person, actor=visitor(request), why=data["why"], request=request)
        return _address(person)

    words |= {"title": title, "action": title, "back": _address(person), "crumbs": _way(person)}
    return edit(request, form(request.POST or None), save, **words)


def _find(request: HttpRequest, pk: int) -> User:
    person, actor = get_object_or_404(User, pk=pk), visitor(request)
    if person == actor or not governs(actor, person, services.MANAGE):
        raise PermissionDenied
    return person


def _open(request: HttpRequest, pk: int) -> User:
    """Return a person whose account is open: a closed one is opened again first."""
    person = _find(request, pk)
    if not person.is_active:
        raise PermissionDenied
    return person


def _address(person: User) -> str:
    return reverse("restoring:person", args=[person.pk])


def _way(person: User) -> list[dict[str, Any]]:
    return [
        crumb("staff", _("Staff")),
        crumb("person", person.name, person.pk),
        {"title": _("How they sign in"), "url": _address(person)},
    ]
