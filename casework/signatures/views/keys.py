"""Certificates at the desk: issue one, bring one in, revoke one."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from casework.signatures.enums import KeyKind
from casework.signatures.forms import IssueKeyForm, LoadKeyForm, ReasonForm
from casework.signatures.models import SigningKey
from casework.signatures.services import issue_key, load_key, revoke_key
from casework.signatures.services.keys import MANAGE
from casework.signatures.tables import key_state
from casework.signatures.views.circuits import add_errors
from people.gates import requires
from people.models import User

METHODS = ["GET", "HEAD", "POST"]


@requires(MANAGE)
@require_http_methods(METHODS)
def issue(request: HttpRequest) -> HttpResponse:
    """Issue a certificate of the commune's own authority to an officer."""
    form = IssueKeyForm(request.POST or None, people=_officers())

    def act(actor: User) -> SigningKey:
        return issue_key(holder=form.cleaned_data["holder"], actor=actor, request=request)

    title = _("Issue a certificate")
    return _handled(request, form, act, title, _("The certificate is issued."))


@requires(MANAGE)
@require_http_methods(METHODS)
def load(request: HttpRequest) -> HttpResponse:
    """Bring in a certificate of another authority."""
    form = LoadKeyForm(request.POST or None, request.FILES or None, people=_officers())

    def act(actor: User) -> SigningKey:
        given = form.cleaned_data
        return load_key(
            content=given["file"].read(),
            passphrase=given["passphrase"],
            holder=given["holder"],
            actor=actor,
            request=request,
        )

    title = _("Bring in a certificate")
    return _handled(request, form, act, title, _("The certificate is brought in."))


@requires(MANAGE)
@require_http_methods(METHODS)
def key(request: HttpRequest, number: int) -> HttpResponse:
    """Show a certificate, and revoke it."""
    row = get_object_or_404(SigningKey.objects.select_related("holder"), pk=number)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and isinstance(request.user, User):
        try:
            reason = form.cleaned_data["reason"]
            revoke_key(key=row, actor=request.user, reason=reason, request=request)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("The certificate is revoked."))
            return redirect("signatures_desk:key", row.pk)
    tone, state = key_state(row)
    context = {
        "key": row,
        "form": form,
        "tone": tone,
        "state": state,
        "may_revoke": row.revoked_at is None and row.kind != KeyKind.AUTHORITY,
    }
    status = 422 if form.errors else 200
    return render(request, "signatures/key.html", context, status=status)


def _officers() -> list[User]:
    people = User.objects.filter(is_active=True)
    return list(people.order_by("last_name", "first_name", "username"))


def _handled(
    request: HttpRequest,
    form: IssueKeyForm | LoadKeyForm,
    act: Callable[[User], SigningKey],
    title: str,
    done: str,
) -> HttpResponse:
    """Show a form, or do what it asks for and show the certificate."""
    if request.method == "POST" and form.is_valid() and isinstance(request.user, User):
        try:
            row = act(request.user)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, done)
            return redirect("signatures_desk:key", row.pk)
    status = 422 if form.errors else 200
    context = {"form": form, "title": title}
    return render(request, "signatures/key_form.html", context, status=status)
