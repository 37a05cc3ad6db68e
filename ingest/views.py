"""Trackers that speak HTTP: let in by their secret, then the same road as every message."""

import logging
import threading
import time

import psycopg
from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from ingest.decoders import DecodeError
from ingest.decoders import osmand as phones
from ingest.live import LiveFeed
from ingest.pipeline import Pipeline
from ingest.services import may_speak_for

logger = logging.getLogger(__name__)

LONGEST_BODY = 256 * 1024
_local = threading.local()


@csrf_exempt
@require_http_methods(["GET", "POST"])
@sensitive_variables("secret", "query")
def osmand(request: HttpRequest) -> HttpResponse:
    """Take a fix from OsmAnd or Traccar Client: 200 once it is committed, so that the phone may
    forget it.

    400 names what is wrong with the message, 403 a wrong secret, 413 too long a body; after 503 the
    phone tries again.
    """
    query = {k: str(v) for k, v in (request.GET.dict() | request.POST.dict()).items()}
    secret = query.pop("token", "")
    body = request.body if request.content_type == "application/json" else b""
    if len(body) > LONGEST_BODY:
        return _refusal(413, "too_long", f"more than {LONGEST_BODY} bytes")
    try:
        device = phones.device_named(query, body)
        if not may_speak_for(uid=device, secret=secret):
            return _refusal(403, "wrong_secret", "the token is not the secret of this device")
        return _store(device, query, body)
    except DecodeError as error:
        return _refusal(400, str(error.reason), error.detail)
    except (psycopg.OperationalError, OperationalError):
        logger.warning("database away: a phone was asked to try again")
        response = _refusal(503, "try_again", "the database does not answer")
        response["Retry-After"] = "30"
        return response


def _store(device: str, query: dict[str, str], body: bytes) -> HttpResponse:
    received_us = time.time_ns() // 1000
    text = body.decode("utf-8", "replace")
    wrapped = phones.Request(received_us, None if body else query, text)
    outcome = _pipeline().process([(f"http/osmand/{device}", phones.wrap(wrapped))], received_us)
    if outcome.refusals:
        return _refusal(400, outcome.refusals[0].reason, outcome.refusals[0].detail)
    return JsonResponse({"stored": outcome.stored, "known": outcome.known})


def _refusal(status: int, reason: str, detail: str) -> JsonResponse:
    return JsonResponse({"reason": reason, "detail": detail}, status=status)


def _pipeline() -> Pipeline:
    """Return this thread's pipeline, with a database connection of its own."""
    if not hasattr(_local, "pipeline"):
        _local.pipeline = Pipeline(LiveFeed(settings.REDIS_URL, interval=0.0))
    pipeline: Pipeline = _local.pipeline
    return pipeline


def close_pipeline() -> None:
    """Give this thread's connection back."""
    if hasattr(_local, "pipeline"):
        _local.pipeline.close()
        del _local.pipeline
