"""The project itself as an application: page shell, design system, translations."""

from django.apps import AppConfig
from django.contrib.staticfiles.apps import StaticFilesConfig


class MunicipalityConfig(AppConfig):
    """Carries the shell's templates, static files and catalogues."""

    name = "municipality"


class StaticConfig(StaticFilesConfig):
    """Django's static files, without the parts of packages that no page of ours uses."""

    ignore_patterns = [
        *StaticFilesConfig.ignore_patterns,
        "hx-*.js",  # extensions of htmx, whose comments name modules that are not there
        "htm*-4*.js",
        "htmx-2-compat*",
        "admin/*",  # Django's admin wears our design
    ]
