"""Periodic care of what was refused."""

import datetime as dt
import logging

from celery import shared_task

from ingest.services import purge_dead_letters

logger = logging.getLogger(__name__)


@shared_task
def purge_old_letters() -> None:
    """Delete the dead letters that are past their retention."""
    logger.info("dead letters purged: %d", purge_dead_letters(now=dt.datetime.now(dt.UTC)))
