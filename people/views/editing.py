"""How every form of this room is shown, answered and, when refused, shown again as it was."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from people.models import User

BESIDE = {"valid_to": "last_on"}
"""Fields of rows that people fill in under another name."""


def visitor(request: HttpRequest) -> User:
    """Return the member of staff whom the gate let in."""
    assert request.user.is_authenticated  # noqa: S101 - the gate saw to it
    return request.user


def edit(
    request: HttpRequest,
    form: forms.BaseForm,
    save: Callable[[dict[str, Any]], str],
    *,
    title: "str | Promise",
    back: str,
    done: "str | Promise",
    action: "str | Promise" = "",
    crumbs: list[dict[str, Any]] | None = None,
    intro: "str | Promise" = "",
    is_dangerous: bool = False,
) -> HttpResponse:
    """Show `form`; when it is sent and right, `save` what it says and go where `save` returns.

    What a service refuses stands beside its field, and everything typed stays.
    """
    if request.method == "POST" and form.is_valid():
        try:
            address = save(form.cleaned_data)
        except ValidationError as error:
            say(form, error)
        else:
            messages.success(request, str(done))
            return redirect(address)
    return shown(
        request,
        form,
        title=title,
        back=back,
        action=action,
        crumbs=crumbs,
        intro=intro,
        is_dangerous=is_dangerous,
    )


def shown(
    request: HttpRequest,
    form: forms.BaseForm,
    *,
    title: "str | Promise",
    back: str,
    action: "str | Promise" = "",
    crumbs: list[dict[str, Any]] | None = None,
    intro: "str | Promise" = "",
    is_dangerous: bool = False,
) -> HttpResponse:
    """Show a form, with what is wrong in it."""
    context = {
        "form": form,
        "title": title,
        "back": back,
        "action": action or _("Save"),
        "intro": intro,
        "crumbs": [*(crumbs or []), {"title": title}],
        "is_dangerous": is_dangerous,
    }
    return render(request, "people/form.html", context, status=422 if form.errors else 200)


def say(form: forms.BaseForm, error: ValidationError) -> None:
    """Put each message of a refusal beside its field, or above all fields where there is none."""
    by_field = error.error_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: [error]}
    for field, found in by_field.items():
        name = BESIDE.get(field, field)
        form.add_error(name if name in form.fields else None, found)
