"""Departments and posts."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from people.closing import obstacles_to
from people.models import Appointment, Department, Post, User
from people.services.saving import demand, fresh, put, save

CAPABILITY = "people.manage_departments"
DEPARTMENT_FIELDS = {"code", "kind", "parent", "name_ar", "name_fr", "name_en"}
POST_FIELDS = {
    *("code", "department", "superior", "is_single", "is_head"),
    *("name_ar", "name_fr", "name_en"),
}


def create_department(
    *, actor: User, request: HttpRequest | None = None, **values: Any
) -> Department:
    """Add a department where `actor` manages the one above it."""
    department = Department()
    put(department, values, DEPARTMENT_FIELDS)
    demand(actor, CAPABILITY, department.parent_id)
    return save(department, actor=actor, action="people.create_department", request=request)


def change_department(
    *, department: Department, actor: User, request: HttpRequest | None = None, **values: Any
) -> Department:
    """Rename or move a department; `actor` manages it and the one it moves to."""
    department = fresh(department)
    demand(actor, CAPABILITY, department.pk)
    before = department.parent_id
    put(department, values, DEPARTMENT_FIELDS)
    if department.parent_id != before:
        demand(actor, CAPABILITY, department.parent_id)
    return save(department, actor=actor, action="people.change_department", request=request)


def close_department(
    *,
    department: Department,
    on: dt.date,
    why: str,
    actor: User,
    request: HttpRequest | None = None,
) -> Department:
    """Close a department that has no open part, no holder of a post on that day, and no work."""
    demand(actor, CAPABILITY, department.pk)
    if department.parts.filter(closed_on=None).exists():
        raise ValidationError(_("Close or move its parts first."))
    if Appointment.objects.filter(post__department=department).on(on).exists():
        raise ValidationError(_("Somebody still holds a post here: end the appointment first."))
    if obstacles := obstacles_to(department):
        raise ValidationError(obstacles)
    department.closed_on = on
    return save(department, actor=actor, action="people.close_department", why=why, request=request)


def create_post(*, actor: User, request: HttpRequest | None = None, **values: Any) -> Post:
    """Add a post to a department that `actor` manages."""
    post = Post()
    put(post, values, POST_FIELDS)
    demand(actor, CAPABILITY, post.department_id)
    return save(post, actor=actor, action="people.create_post", request=request)


def change_post(
    *, post: Post, actor: User, request: HttpRequest | None = None, **values: Any
) -> Post:
    """Change a post; `actor` manages its department, and the one it moves to."""
    post = fresh(post)
    demand(actor, CAPABILITY, post.department_id)
    put(post, values, POST_FIELDS)
    demand(actor, CAPABILITY, post.department_id)
    return save(post, actor=actor, action="people.change_post", request=request)
