"""The stock admin in the design of the house: reference tables, and nothing else.

It has no sign-in page of its own: whoever is not signed in goes to the one that asks for the second
factor, and every page stands behind the gate of its table. Django's log of changes stays empty,
since the services write the audit trail.
"""

from typing import Any, NamedTuple

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, URLResolver, include, path
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from municipality.reference import casework, city, organisation
from municipality.reference.options import ReferenceAdmin
from people.gates import requires

CAPABILITY = "workspace.configure"


class Shelf(NamedTuple):
    """Tables that stand together on the first page."""

    title: Promise
    tables: tuple[tuple[Any, type[ReferenceAdmin]], ...]


SHELVES = (
    Shelf(_("Organisation"), organisation.TABLES),
    Shelf(_("Casework"), casework.TABLES),
    Shelf(_("City"), city.TABLES),
)


class ReferenceSite(admin.AdminSite):
    """Django's admin behind our gates."""

    def get_urls(self) -> list[URLResolver | URLPattern]:
        """Offer the first page and each table; signing in and out is done elsewhere."""
        urls: list[URLResolver | URLPattern] = [
            path("", requires(CAPABILITY)(never_cache(self.shelves)), name="index")
        ]
        for model, table in self._registry.items():
            here = f"{model._meta.app_label}/{model._meta.model_name}/"
            urls.append(path(here, include(table.get_urls())))
        return urls

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Keep pages out of every cache; who may see one is asked by the gate before it."""
        return view if cacheable else never_cache(view)

    def has_permission(self, request: HttpRequest) -> bool:
        """The gate of each page has asked already."""
        return request.user.is_authenticated

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """Return nothing: our pages have their own way to the tables."""
        return []

    def shelves(self, request: HttpRequest) -> HttpResponse:
        """Show the tables that the visitor keeps."""
        shelves = [(shelf.title, self._places(request, shelf)) for shelf in SHELVES]
        context = {"shelves": [(title, places) for title, places in shelves if places]}
        return render(request, "admin/index.html", context)

    def _places(self, request: HttpRequest, shelf: Shelf) -> list[dict[str, Any]]:
        tables = [self._registry[model] for model, _options in shelf.tables]
        return [
            {"title": table.heading, "url": table.address("changelist"), "intro": table.intro}
            for table in tables
            if isinstance(table, ReferenceAdmin) and table.has_module_permission(request)
        ]


site = ReferenceSite()
for each in SHELVES:
    for model, options in each.tables:
        site.register(model, options)
