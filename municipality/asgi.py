"""The live stream: the ASGI application. Pages and tiles are served by `municipality.wsgi`."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "municipality.settings")
django.setup()

from django.conf import settings  # noqa: E402 the settings are ready only now

from dashboard.live.application import LiveStream  # noqa: E402

application = LiveStream(settings.REDIS_URL, settings.LIVE_MOST_READERS)
