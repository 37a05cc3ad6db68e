"""Which request is being answered, so that the trail knows from where something was done."""

from contextvars import ContextVar
from typing import Final

from django.http import HttpRequest

current_request: "Final[ContextVar[HttpRequest | None]]" = ContextVar("request", default=None)
"""None in tasks and commands."""
