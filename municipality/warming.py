"""What a web worker loads before its first reader comes, and not while they wait."""

import datetime as dt

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from workspace.templatetags.local_formats import day, number


def warm_up() -> None:
    """Load the views with their addresses, and the words, days and numbers of each language."""
    for code, _name in settings.LANGUAGES:
        with override(code):
            reverse(settings.LOGIN_URL)
            day(dt.date(2026, 1, 1))
            number(1)
