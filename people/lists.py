"""Lists of this room with filters, saved views and exports: a port that the desks' room fills.

The addresses and their gates stay here; tables, which know jobs and saved views, live above.
"""

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponseBase

Page = Callable[[HttpRequest], HttpResponseBase]

_pages: Final[dict[str, Page]] = {}


def register(name: str, page: Page) -> None:
    """Let `page` show the list of this name; when Django starts."""
    _pages[name] = page


def listed(name: str) -> Page:
    """Return a view that shows the list of a name; raises KeyError where no room shows it."""

    def view(request: HttpRequest) -> HttpResponseBase:
        return _pages[name](request)

    return view
