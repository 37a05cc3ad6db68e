"""What runs beside the pages: jobs, and the tidying of what is past its date."""

import uuid

from celery import shared_task
from django.utils import timezone

from workspace import drafts, jobs, notifications, undo


@shared_task
def run_job(pk: str) -> None:
    """Do the work of a job."""
    jobs.run(uuid.UUID(pk))


@shared_task
def give_up_lost_jobs() -> None:
    """Tell the owners of jobs whose worker died."""
    jobs.give_up_lost(timezone.now())


@shared_task
def tidy_desks() -> None:
    """Delete results, drafts, notifications and undone actions that are past their date."""
    now = timezone.now()
    for purge in (
        jobs.purge_expired,
        notifications.purge_old,
        drafts.purge_old,
        undo.purge_old,
    ):
        purge(now)
