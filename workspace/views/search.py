"""One search over all that a person may see."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from people.permissions import Actor
from workspace import search as registry
from workspace.rules import is_searchable

LONGEST = 80
SHOWN = 10


@dataclass(frozen=True)
class Finding:
    """What one provider found; `is_cut`: there is more than is shown."""

    provider: registry.Provider
    hits: list[registry.Hit]
    is_cut: bool


def findings(actor: Actor, text: str) -> list[Finding]:
    """Return what each kind holds that matches, without the kinds that hold nothing."""
    found = []
    for provider in registry.providers():
        hits = list(provider.find(actor, text, SHOWN + 1))
        if hits:
            found.append(Finding(provider, hits[:SHOWN], len(hits) > SHOWN))
    return found


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show what was found, kind by kind."""
    text = " ".join(request.GET.get("q", "").replace("\0", "").split())[:LONGEST]
    is_short = not is_searchable(text)
    found = [] if is_short else findings(request.user, text)
    context = {
        "text": text,
        "is_short": bool(text) and is_short,
        "findings": found,
        "count": sum(len(each.hits) for each in found),
    }
    return render(request, "workspace/search.html", context)
