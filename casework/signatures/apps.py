"""Visas and signatures in order, sealed documents, and their public verification."""

from django.apps import AppConfig


class SignaturesConfig(AppConfig):
    """Registers what it offers to the floors below and above."""

    name = "casework.signatures"
    label = "signatures"
