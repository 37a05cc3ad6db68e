"""Services, posts and roles."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from municipality.reference.options import ReferenceAdmin, Services
from people.forms.structure import DepartmentForm, PostForm, RoleForm
from people.models import Department, Post, Role
from people.permissions import scope_of
from people.services import roles, structure
from people.views.editing import visitor
from workspace.templatetags.local_formats import day

NAMED = ("code", "name_ar", "name_fr", "name_en")


class DepartmentAdmin(ReferenceAdmin):
    """The services; one is closed on its page of the organisation, where nobody is left in it."""

    capability = structure.CAPABILITY
    row_form = DepartmentForm
    services = Services("department", structure.create_department, structure.change_department)
    intro = _("Closing a service is done on its page, once nobody holds a post in it.")
    list_display = ("__str__", "code", "kind", "parent", "closed")
    list_filter = ("kind",)
    list_select_related = ("parent",)
    search_fields = NAMED
    ordering = ("code",)

    @admin.display(description=_("closed on"), ordering="closed_on")
    def closed(self, row: Department) -> str:
        """The day on which a service was closed."""
        return day(row.closed_on)

    def make_form(self, request: HttpRequest, **options: Any) -> DepartmentForm:
        """Offer the services that the visitor manages."""
        return DepartmentForm(scope=scope_of(visitor(request), self.capability), **options)


class PostAdmin(ReferenceAdmin):
    """The posts; who holds them is said on the pages of the organisation."""

    capability = structure.CAPABILITY
    row_form = PostForm
    services = Services("post", structure.create_post, structure.change_post)
    list_display = ("__str__", "code", "department", "superior")
    list_filter = ("department",)
    list_select_related = ("department", "superior")
    search_fields = NAMED
    ordering = ("code",)

    def make_form(self, request: HttpRequest, **options: Any) -> PostForm:
        """Offer the services that the visitor manages."""
        return PostForm(scope=scope_of(visitor(request), self.capability), **options)


class RoleAdmin(ReferenceAdmin):
    """The roles; who has them is said on the pages of the organisation."""

    capability = roles.MANAGE
    row_form = RoleForm
    services = Services("role", roles.create_role, roles.change_role)
    intro = _("The change holds at once for all who have this role.")
    list_display = ("__str__", "code", "allowed")
    search_fields = NAMED
    ordering = ("code",)

    @admin.display(description=_("Capabilities"))
    def allowed(self, row: Role) -> int:
        """How much a role allows."""
        return len(row.capabilities)


TABLES = ((Department, DepartmentAdmin), (Post, PostAdmin), (Role, RoleAdmin))
