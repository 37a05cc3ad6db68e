"""The periodic rounds of the outbox."""

import logging

from celery import shared_task
from django.conf import settings

from casework.messages.gateways.base import GatewayUnavailableError
from casework.messages.gateways.smpp import Centre, collect
from casework.messages.receipts import take_from_centre
from casework.messages.sending import Round
from casework.messages.services import purge_texts

logger = logging.getLogger(__name__)


@shared_task
def send_waiting() -> None:
    """Send what is due."""
    if sent := Round().run():
        logger.info("messages sent: %d", sent)


@shared_task
def collect_receipts() -> None:
    """Fetch receipts and answers from the operator's SMPP centre, where one is set up."""
    if settings.SMS_GATEWAY != "smpp":
        return
    try:
        read = collect(Centre.of_url(settings.SMPP_URL), take_from_centre)
    except GatewayUnavailableError as error:
        logger.warning("the SMPP centre cannot be asked for receipts: %s", error)
    else:
        logger.info("receipts and answers read: %d", read)


@shared_task
def purge_old_texts() -> None:
    """Wipe texts and addresses past the time that the rule in force keeps them."""
    logger.info("messages wiped: %d", purge_texts())
