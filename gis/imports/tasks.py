"""What is cleared away after imports that nobody went on with."""

from celery import shared_task
from django.utils import timezone

from gis.imports import services


@shared_task
def forget_old_imports() -> None:
    """Delete files and rows of imports that have lain for a month."""
    services.forget_old(now=timezone.now())
