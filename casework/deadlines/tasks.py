"""Deadlines in the background."""

from celery import shared_task
from django.utils import timezone

from casework.deadlines import recounting, watch
from casework.deadlines.calendars import REACH


@shared_task(name="casework.deadlines.tasks.watch_deadlines")
def watch_deadlines() -> None:
    """Warn of what comes near and escalate what is late."""
    watch.watch_deadlines()


@shared_task(name="casework.deadlines.tasks.recompute_deadlines")
def recompute_deadlines() -> None:
    """Count every open deadline again: the calendar's own tables may have been edited."""
    today = timezone.localdate()
    recounting.recompute_deadlines(first=today, last=today + REACH)
