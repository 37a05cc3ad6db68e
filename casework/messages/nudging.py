"""Wake the sender. Whatever is not woken is found by the periodic round a little later."""

import logging

from celery import current_app
from django.conf import settings
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)


def nudge() -> None:
    """Ask a worker to send what waits; a broker that is away costs a delay, never the message."""
    if not settings.CELERY_BROKER_URL:
        return
    try:
        current_app.send_task("casework.messages.tasks.send_waiting", retry=False)
    except OperationalError:
        logger.warning("the sender could not be woken; its next round sends what waits")
