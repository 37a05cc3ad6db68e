"""What every series of measurements shares: devices, partitions, one way in."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from people.actions import name_actions


class TelemetryConfig(AppConfig):
    """A floor under the domains: they declare their series, it stores them."""

    name = "telemetry"
    verbose_name = _("Telemetry")

    def ready(self) -> None:
        """Say how the actions are called."""
        name_actions(
            {
                "telemetry.set_retention": _("Retention of measurements decided"),
                "telemetry.withdraw_retention": _("Retention of measurements withdrawn"),
            }
        )
