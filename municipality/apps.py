"""The project itself as an application: page shell, design system, translations."""

from django.apps import AppConfig


class MunicipalityConfig(AppConfig):
    """Carries the shell's templates, static files and catalogues."""

    name = "municipality"
