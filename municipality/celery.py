"""The Celery application: long and periodic work outside the pages."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "municipality.settings")

app = Celery("municipality")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
