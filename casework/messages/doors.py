"""What others call: operators with receipts and answers, readers who want no more, browsers."""

import json
import time

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from casework.messages import receipts, services
from casework.messages.models import Message, PushDevice
from casework.messages.rules import masked
from casework.messages.stopping import number_of
from casework.messages.vapid import public_key
from people.models import User

MOST_BYTES = 16_384
LONGEST_NAME = 80


class _UnfitError(Exception):
    """What came is not what was agreed."""


def _document(request: HttpRequest) -> dict[str, str]:
    """Return a JSON object of short texts, or raise `_UnfitError`."""
    _refuse_long(request)
    try:
        found = json.loads(request.body)
    except (ValueError, RecursionError) as error:
        raise _UnfitError from error
    if not isinstance(found, dict):
        raise _UnfitError
    return {str(name): value for name, value in found.items() if isinstance(value, str)}


def _refuse_long(request: HttpRequest) -> None:
    """Raise `_UnfitError` for a body that is too long, before any of it is read."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or int(length) > MOST_BYTES:
        raise _UnfitError


def _signed_document(request: HttpRequest) -> dict[str, str] | None:
    """Return what an operator tells, or None where it is not signed; raise `_UnfitError`."""
    _refuse_long(request)
    return _document(request) if _is_signed(request) else None


def _is_signed(request: HttpRequest) -> bool:
    return receipts.is_genuine(
        settings.MESSAGES_WEBHOOK_SECRET,
        request.headers.get("X-Timestamp", ""),
        request.body,
        request.headers.get("X-Signature", ""),
        time.time(),
    )


@csrf_exempt
@require_POST
def receipt(request: HttpRequest, gateway: str) -> HttpResponse:
    """Take `{"id", "status"}` from an operator, signed as docs/messages.md says.

    Answers 204; 403 to whoever does not share our secret; 400 to anything else than agreed; 404 for
    a message that is not known (yet), so that the operator asks again.
    """
    try:
        told = _signed_document(request)
    except _UnfitError:
        return JsonResponse({"error": "document"}, status=400)
    if told is None:
        return JsonResponse({"error": "signature"}, status=403)
    if not told.get("id") or not told.get("status"):
        return JsonResponse({"error": "fields"}, status=400)
    known = receipts.record_receipt(
        gateway=gateway, gateway_id=told["id"][:80], status=told["status"][:40]
    )
    return HttpResponse(status=204 if known else 404)


@csrf_exempt
@require_POST
def answer(request: HttpRequest, gateway: str) -> HttpResponse:
    """Take `{"from", "text"}`: somebody answered by SMS. Signed and answered as receipts are."""
    try:
        told = _signed_document(request)
    except _UnfitError:
        return JsonResponse({"error": "document"}, status=400)
    if told is None:
        return JsonResponse({"error": "signature"}, status=403)
    receipts.take_answer(address=told.get("from", "")[:20], text=told.get("text", "")[:200])
    return HttpResponse(status=204)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Let a reader end information to their address, or ask for it again.

    The signed link is the proof; an e-mail program may post to it by itself (RFC 8058), which is
    why no other token is asked for. Looking at the page changes nothing.
    """
    number = number_of(token)
    message = Message.objects.filter(pk=number).exclude(address="").first() if number else None
    if message is None:
        return render(request, "outbox/stop.html", {"is_unknown": True}, status=404)
    if request.method == "POST":
        change = services.opt_in if request.POST.get("wish") == "start" else services.opt_out
        change(channel=message.channel, address=message.address)
    context = {
        "address": masked(message.address),
        "channel": message.get_channel_display(),
        "is_stopped": services.refuses(message.channel, message.address),
        "was_changed": request.method == "POST",
    }
    return render(request, "outbox/stop.html", context)


@require_GET
def devices(request: HttpRequest) -> HttpResponse:
    """Let a person choose on which browsers they are notified."""
    context = {
        "key": public_key() if settings.PUSH_GATEWAY == "push" else "",
        "devices": [(each, each.digest) for each in _devices_of(_person(request))],
    }
    return render(request, "outbox/devices.html", context)


def _devices_of(person: User) -> "QuerySet[PushDevice]":
    return PushDevice.objects.filter(user=person).order_by("-added_at", "-pk")


@require_POST
def add_device(request: HttpRequest) -> HttpResponse:
    """Notify a person on the browser that asks: `{"endpoint", "p256dh", "auth", "name"}`."""
    try:
        told = _document(request)
        services.add_device(
            user=_person(request),
            endpoint=told.get("endpoint", ""),
            public_key=told.get("p256dh", ""),
            secret=told.get("auth", ""),
            name=told.get("name", "")[:LONGEST_NAME],
        )
    except (_UnfitError, ValueError):
        said = _("This browser’s notification service is not one that we know.")
        return JsonResponse({"error": said}, status=400)
    return HttpResponse(status=204)


@csrf_exempt
@require_POST
def renew_device(request: HttpRequest) -> HttpResponse:
    """Follow a browser whose address changed: `{"old", "secret", "endpoint", "p256dh", "auth"}`.

    The service worker asks by itself, perhaps long after the person's session ended: the old
    address and its secret are the proof. Answers 204, 404 for a browser that is not known, 400.
    """
    try:
        told = _document(request)
        is_known = services.renew_device(
            old_endpoint=told.get("old", ""),
            old_secret=told.get("secret", ""),
            endpoint=told.get("endpoint", ""),
            public_key=told.get("p256dh", ""),
            secret=told.get("auth", ""),
        )
    except (_UnfitError, ValueError):
        return JsonResponse({"error": "document"}, status=400)
    return HttpResponse(status=204 if is_known else 404)


@require_POST
def remove_device(request: HttpRequest) -> HttpResponse:
    """Notify a person on one browser no more: from the page's form, or by the browser itself."""
    if request.content_type == "application/json":
        try:
            services.remove_device(
                user=_person(request), endpoint=_document(request).get("endpoint", "")
            )
        except _UnfitError:
            return JsonResponse({"error": "document"}, status=400)
        return HttpResponse(status=204)
    number = request.POST.get("device", "")
    mine = PushDevice.objects.filter(user=_person(request))
    device = mine.filter(pk=number).first() if number.isdecimal() else None
    if device is not None:
        services.remove_device(user=device.user, endpoint=device.endpoint)
    return redirect("outbox:devices")


@require_GET
@cache_control(max_age=3600)
def worker(request: HttpRequest) -> HttpResponse:
    """Return the service worker that shows notifications, under an address that never changes."""
    context = {"key": public_key() if settings.PUSH_GATEWAY == "push" else ""}
    return render(request, "outbox/worker.js", context, content_type="text/javascript")


def _person(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise TypeError("the gate lets nobody in without an account")
    return request.user
