"""The pages of the outbox for staff."""

from typing import Any

from django.conf import settings
from django.contrib import messages as notes
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
    require_safe,
)

from casework.messages import catalogue, services
from casework.messages.forms import WordingForm
from casework.messages.gateways.choice import is_local
from casework.messages.models import LocalDelivery, Message, Wording
from casework.messages.rules import WrongWordingError, masked
from casework.messages.segments import count_segments
from casework.messages.tables import TONES, name_of_template, rows
from casework.messages.wordings import text_in_force

MOST_LOCAL = 100


@require_safe
def message(request: HttpRequest, number: int) -> HttpResponse:
    """Show one message: what it says, where it stands, and each step on the way."""
    shown = get_object_or_404(rows(request.user), pk=number)
    return render(
        request,
        "outbox/message.html",
        {
            "shown": shown,
            "name": name_of_template(shown.template),
            "tone": TONES[shown.state],
            "facts": _facts(shown),
            "events": [_as_event(event) for event in shown.events.all()],
            "may_manage": services.may_manage(request.user, shown),
        },
    )


def _facts(shown: Message) -> list[tuple[str, str]]:
    return [
        (pgettext("message", "Channel"), shown.get_channel_display()),
        (_("Address"), masked(shown.address) if shown.address else ""),
        (_("Language"), shown.get_language_display()),
        (_("Purpose"), shown.get_purpose_display()),
        (_("Parts"), str(shown.segments)),
        (_("Attempts"), str(shown.attempts)),
        (_("Gateway"), shown.gateway),
    ]


def _as_event(event: Any) -> dict[str, Any]:
    words = [str(event.get_reason_display()), event.detail]
    return {
        "title": event.get_state_display(),
        "at": event.at,
        "tone": {"good": "good", "alarm": "alarm", "warning": "warning"}.get(TONES[event.state]),
        "detail": "\n".join(word for word in words if word),
    }


@require_POST
def cancel(request: HttpRequest, number: int) -> HttpResponse:
    """Stop a message that has not left."""
    shown = get_object_or_404(rows(request.user), pk=number)
    if services.cancel_message(message=shown, actor=request.user):
        notes.success(request, _("The message was stopped."))
    else:
        notes.warning(request, _("It was too late to stop the message."))
    return redirect("outbox:message", number)


@require_POST
def resend(request: HttpRequest, number: int) -> HttpResponse:
    """Queue a failed message again."""
    shown = get_object_or_404(rows(request.user), pk=number)
    if services.resend_message(message=shown, actor=request.user):
        notes.success(request, _("The message waits to be sent again."))
    else:
        notes.warning(request, _("Only a failed message that still has its text is sent again."))
    return redirect("outbox:message", number)


@require_safe
def texts(request: HttpRequest) -> HttpResponse:
    """List the templates and the languages in which the commune reworded them."""
    services.ask_to_reword(request.user)
    own = set(Wording.objects.values_list("template", "language"))
    listed = [
        {
            "template": template,
            "languages": [
                {"code": code, "name": name, "is_own": (template.code, code) in own}
                for code, name in settings.LANGUAGES
            ],
        }
        for template in catalogue.declared().values()
    ]
    return render(request, "outbox/texts.html", {"listed": listed})


@require_http_methods(["GET", "HEAD", "POST"])
def text(request: HttpRequest, code: str, language: str) -> HttpResponse:
    """Show and change the wording of a template in one language."""
    template = catalogue.declared().get(code)
    if template is None or language not in dict(settings.LANGUAGES):
        raise Http404
    services.ask_to_reword(request.user)
    now = text_in_force(template, language)
    form = WordingForm(request.POST or None, initial=vars(now), language=language)
    if request.method == "POST" and form.is_valid() and _written(request, form, code, language):
        notes.success(request, _("The wording is kept."))
        return redirect("outbox:texts")
    context = {
        "template": template,
        "language": {"code": language, "name": dict(settings.LANGUAGES)[language]},
        "form": form,
        "cost": count_segments(str(form["short"].value() or "")),
        "history": Wording.objects.filter(template=code, language=language).select_related(
            "written_by"
        ),
    }
    status = 422 if form.errors else 200
    return render(request, "outbox/text.html", context, status=status)


def _written(request: HttpRequest, form: WordingForm, code: str, language: str) -> bool:
    try:
        services.write_wording(
            template=code,
            language=language,
            text=form.text,
            valid_from=form.cleaned_data["valid_from"],
            actor=request.user,
        )
    except WrongWordingError as error:
        form.refuse(error)
        return False
    return True


@require_GET
def local(request: HttpRequest) -> HttpResponse:
    """Show what the local gateway took; only where one is set up."""
    if not is_local():
        raise Http404
    found = LocalDelivery.objects.all()
    channel = request.GET.get("channel", "")
    if channel:
        found = found.filter(channel=channel)
    return render(request, "outbox/local.html", {"found": found[:MOST_LOCAL], "channel": channel})
