"""What the demonstration leaves to a worker."""

import logging

from celery import shared_task
from django.conf import settings
from kombu.exceptions import OperationalError

from demo.cases.services import CasesRefusedError, are_cases_loaded, load_cases

logger = logging.getLogger(__name__)


@shared_task
def invent_requests() -> None:
    """Invent the requests of the demonstration, where there are none."""
    try:
        logger.info("requests invented: %d", load_cases())
    except CasesRefusedError as error:
        logger.warning("the invented requests were left out: %s", error)


def invent_requests_soon() -> None:
    """Have a worker do it, so that no start waits for it; without one it is done here."""
    if are_cases_loaded():
        return
    if not settings.CELERY_BROKER_URL:
        invent_requests()
        return
    try:
        invent_requests.apply_async(retry=False)
    except OperationalError:
        logger.warning("no worker can be told to invent requests: the next start tries again")
