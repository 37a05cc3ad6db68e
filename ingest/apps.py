"""The door of the machines."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from ingest.rules import EXPIRED_LETTERS, KEEP_EXPIRED_DAYS, KEEP_LETTERS_DAYS, LETTERS
from telemetry import retention


class IngestConfig(AppConfig):
    """From a device's message to a validated record in its domain."""

    name = "ingest"
    verbose_name = _("Ingest")

    def ready(self) -> None:
        """Declare how long refused messages are kept."""
        retention.declare(LETTERS, KEEP_LETTERS_DAYS)
        retention.declare(EXPIRED_LETTERS, KEEP_EXPIRED_DAYS)
