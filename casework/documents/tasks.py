"""The weekly look at the stored files."""

import logging

from celery import shared_task

from casework.documents.verification import verify_files

logger = logging.getLogger(__name__)


@shared_task
def verify_stored_files() -> None:
    """Read every stored file, and raise the alarm in the log where one is missing or changed."""
    found = verify_files()
    for sha256 in found.broken:
        logger.error("a stored document is missing or changed: %s", sha256)
    logger.info("stored documents read: %d, broken: %d", found.read, len(found.broken))
