"""Posts: who held them when, and appointing somebody to one."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from people.forms.structure import PostForm
from people.models import Department, Post
from people.permissions import can, scope_of
from people.services import staff
from people.services.saving import demand
from people.services.structure import CAPABILITY, change_post, create_post
from people.views.departments import way_to
from people.views.editing import edit, visitor
from people.views.rooms import crumb


def show(request: HttpRequest, code: str) -> HttpResponse:
    """Show a post with everybody who held it and the roles that come with it."""
    post, actor = _find(code), visitor(request)
    here = post.department_id
    context = {
        "post": post,
        "appointments": post.appointments.select_related("user"),
        "grants": post.grants.select_related("role", "department"),
        "crumbs": [*way_to(post.department), {"title": post.name}],
        "may_change": can(actor, CAPABILITY, department_id=here),
        "may_appoint": can(actor, staff.CAPABILITY, department_id=here),
        "may_read_staff": can(actor, "people.read_staff", department_id=here),
    }
    return render(request, "people/post.html", context)


def create(request: HttpRequest) -> HttpResponse:
    """Add a post."""
    actor = visitor(request)
    department = Department.objects.filter(code=request.GET.get("department", "")).first()
    form = PostForm(
        request.POST or None,
        scope=scope_of(actor, CAPABILITY),
        initial={"department": department},
    )

    def save(data: dict[str, Any]) -> str:
        return _address(create_post(actor=actor, request=request, **data))

    return edit(
        request,
        form,
        save,
        title=_("New post"),
        back=reverse("people:departments"),
        done=_("The post is created."),
        crumbs=way_to(department) if department else [crumb("departments", _("Services"))],
    )


def change(request: HttpRequest, code: str) -> HttpResponse:
    """Change a post."""
    actor, post = visitor(request), _find(code)
    demand(actor, CAPABILITY, post.department_id)
    form = PostForm(request.POST or None, instance=_find(code), scope=scope_of(actor, CAPABILITY))

    def save(data: dict[str, Any]) -> str:
        return _address(change_post(post=post, actor=actor, request=request, **data))

    return edit(
        request,
        form,
        save,
        title=_("Change the post"),
        back=_address(post),
        done=_("The post is changed."),
        crumbs=[*way_to(post.department), crumb("post", post.name, post.code)],
    )


def _find(code: str) -> Post:
    return get_object_or_404(Post.objects.select_related("department", "superior"), code=code)


def _address(post: Post) -> str:
    return reverse("people:post", args=[post.code])
