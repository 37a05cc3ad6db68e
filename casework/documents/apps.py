"""The electronic file (الملف الإلكتروني) of a case."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Registers what it offers to the floors below and above."""

    name = "casework.documents"
    label = "documents"
