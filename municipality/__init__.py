"""The Django project: settings, root addresses, processes, and the `municipality` command."""

from municipality.celery import app as celery_app

__all__ = ["celery_app"]
