"""What every desk shares: navigation, search, duties, notifications, jobs, tables, exports."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _

from people.capabilities import Capability, declare
from workspace import lookups


class WorkspaceConfig(AppConfig):
    """Knows nothing of any service; each one registers what it offers."""

    name = "workspace"
    verbose_name = _("Desk")

    def ready(self) -> None:
        """Load each room's `desk.py`, where it registers tables, search, duties, jobs."""
        declare(
            Capability("workspace.configure", _("Keep the reference tables"), is_sensitive=True)
        )
        lookups.register()
        autodiscover_modules("desk")
