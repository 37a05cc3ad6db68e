"""What every file shares: references, deadlines, applicants, states and their history."""

from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    """Registers what it offers to the floors below and above."""

    name = "casework"
