"""Who may open a page: each view says so with one of these, and a test walks every address.

`public` for everyone; `resident` for whoever holds a reference with its secret link, or a one-time
code (the view itself checks which); `signed_in` for every member of staff; `requires(capability)`
for those with a role that allows it. Objects are judged in services and query sets besides.
"""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from people.permissions import can_somewhere

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


@dataclass(frozen=True)
class Gate:
    """What a view asks of its visitor."""

    kind: str
    capability: str = ""


def public(view: View) -> View:
    """Open to everyone."""
    return _marked(view, Gate("public"))


def resident(view: View) -> View:
    """Open to whoever proves to be the resident concerned; the view checks the proof."""
    return _marked(view, Gate("resident"))


def signed_in(view: View) -> View:
    """Open to every member of staff."""
    return _guarded(view, Gate("signed_in"))


def requires(capability: str) -> Callable[[View], View]:
    """Open to those with a role that allows this, wherever."""

    def mark(view: View) -> View:
        return _guarded(view, Gate("requires", capability))

    return mark


def _guarded(view: View, gate: Gate) -> View:
    @functools.wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if gate.capability and not can_somewhere(request.user, gate.capability):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return _marked(guarded, gate)  # type: ignore[return-value]


def _marked(view: View, gate: Gate) -> View:
    view.gate = gate  # type: ignore[attr-defined]
    return view
