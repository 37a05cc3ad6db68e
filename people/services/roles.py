"""Roles, and who is given them."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.capabilities import declared
from people.models import Department, Grant, Post, Role, User
from people.querysets import in_force
from people.services.saving import demand, fresh, put, save
from people.services.staff import end_on

MANAGE = "people.manage_roles"
GRANT = "people.grant"
FIELDS = {"code", "name_ar", "name_fr", "name_en", "capabilities"}


def create_role(*, actor: User, request: HttpRequest | None = None, **values: Any) -> Role:
    """Add a role made of declared capabilities."""
    demand(actor, MANAGE)
    role = Role()
    put(role, values, FIELDS)
    _know(role.capabilities, ())
    return save(role, actor=actor, action="people.create_role", request=request)


def change_role(
    *, role: Role, actor: User, request: HttpRequest | None = None, **values: Any
) -> Role:
    """Change a role for all who hold it; who holds it themselves adds nothing to it."""
    demand(actor, MANAGE)
    role = fresh(role)
    before = frozenset(role.capabilities)
    put(role, values, FIELDS)
    _know(role.capabilities, before)
    if frozenset(role.capabilities) - before and not actor.is_superuser and _holds(actor, role):
        raise ValidationError(
            {"capabilities": _("You hold this role yourself: somebody else must add to it.")}
        )
    return save(role, actor=actor, action="people.change_role", request=request)


def grant_role(
    *,
    role: Role,
    user: User | None = None,
    post: Post | None = None,
    department: Department | None = None,
    territory_code: str = "",
    valid_from: dt.date,
    valid_to: dt.date | None,
    decision: str,
    actor: User,
    request: HttpRequest | None = None,
) -> Grant:
    """Give a role to a person or a post in a place; nobody gives one to themselves."""
    demand(actor, GRANT, department.pk if department else None, territory_code)
    if not actor.is_superuser and _is_oneself(actor, user, post):
        raise ValidationError(_("Nobody gives a role to themselves."))
    if user is not None and not user.is_active:
        raise ValidationError({"user": _("This account is closed.")})
    grant = Grant(
        role=role,
        user=user,
        post=post,
        department=department,
        territory_code=territory_code,
        valid_from=valid_from,
        valid_to=valid_to,
        decision=decision,
    )
    return save(grant, actor=actor, action="people.grant_role", request=request)


def end_grant(
    *,
    grant: Grant,
    valid_to: dt.date,
    why: str,
    actor: User,
    request: HttpRequest | None = None,
) -> Grant:
    """Let a role be held no more from a day on, today at the earliest."""
    demand(actor, GRANT, grant.department_id, grant.territory_code)
    end_on(grant, valid_to)
    return save(grant, actor=actor, action="people.end_grant", why=why, request=request)


def _know(codes: Collection[str], kept: Collection[str]) -> None:
    if strange := set(codes) - set(declared()) - set(kept):
        raise ValidationError({"capabilities": f"{sorted(strange)}"})


def _is_oneself(actor: User, user: User | None, post: Post | None) -> bool:
    if post is None:
        return user == actor
    return post.appointments.filter(user=actor).exclude(valid_to__lte=timezone.localdate()).exists()


def _holds(actor: User, role: Role) -> bool:
    today = timezone.localdate()
    own = role.grants.filter(in_force(today), user=actor)
    held = role.grants.filter(
        in_force(today), in_force(today, "post__appointments__"), post__appointments__user=actor
    )
    return own.exists() or held.exists()
