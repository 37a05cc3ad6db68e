"""Periodic care of the telemetry tables."""

import datetime as dt
import logging

from celery import shared_task

from telemetry.database import connect
from telemetry.maintenance import keep_partitions as keep

logger = logging.getLogger(__name__)


@shared_task
def keep_partitions() -> None:
    """Make the coming days' partitions and drop those past their retention."""
    with connect() as connection:
        report = keep(connection, dt.datetime.now(dt.UTC).date())
    logger.info("partitions made: %d, dropped: %d", len(report.made), len(report.dropped))
