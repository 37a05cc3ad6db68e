"""How people get in: sign-in, second factor, sessions, one-time codes, secret links."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Registers what it offers to the floors below and above."""

    name = "people.access"
    label = "access"
