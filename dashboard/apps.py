"""The door of the council: the live city."""

from django.apps import AppConfig


class DashboardConfig(AppConfig):
    """Shows; writes nothing."""

    name = "dashboard"
