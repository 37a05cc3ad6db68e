"""The door of the machines."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IngestConfig(AppConfig):
    """From a device's message to a validated record in its domain."""

    name = "ingest"
    verbose_name = _("Ingest")
