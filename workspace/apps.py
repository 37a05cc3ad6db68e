"""What every desk shares: navigation, search, duties, notifications, jobs, tables, exports."""

from django.apps import AppConfig


class WorkspaceConfig(AppConfig):
    """Knows nothing of any service; each one registers what it offers."""

    name = "workspace"
