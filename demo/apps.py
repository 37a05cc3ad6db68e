"""The demonstration city and its simulated devices."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Stands in for a real city and its devices."""

    name = "demo"
