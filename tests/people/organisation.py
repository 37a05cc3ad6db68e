"""A small invented organisation for tests."""

import datetime as dt
from itertools import count
from typing import Any

from django.test import Client

from people.models import Appointment, Delegation, Department, Grant, Post, Role, User

LONG_AGO = dt.date(2020, 1, 1)
DECISION = "12/2026"
_numbers = count(1)


def make_user(**values: Any) -> User:
    """Return an invented member of staff."""
    number = next(_numbers)
    values = {"first_name": "Person", "last_name": f"Number {number}"} | values
    return User.objects.create_user(username=f"person{number}", **values)


def at_desk(client: Client, person: User) -> Client:
    """Return a browser in which a person is signed in, in English."""
    client.force_login(person)
    client.cookies["language"] = "en"
    return client


def make_department(code: str = "", parent: Department | None = None) -> Department:
    """Return an invented department."""
    code = code or f"d{next(_numbers)}"
    return Department.objects.create(
        code=code, name_ar="قسم", name_fr="Division", name_en="Division", parent=parent
    )


def make_post(department: Department, **values: Any) -> Post:
    """Return an invented post."""
    values = {"code": f"p{next(_numbers)}", "name_ar": "منصب", "name_fr": "Poste"} | values
    return Post.objects.create(department=department, **values)


def make_role(*capabilities: str) -> Role:
    """Return a role that allows these."""
    return Role.objects.create(
        code=f"r{next(_numbers)}", name_ar="دور", name_fr="Rôle", capabilities=list(capabilities)
    )


def appoint(user: User, post: Post, **values: Any) -> Appointment:
    """Put a person into a post, long ago and without end."""
    values = {"valid_from": LONG_AGO, "decision": DECISION} | values
    return Appointment.objects.create(user=user, post=post, **values)


def grant(*capabilities: str, **values: Any) -> Grant:
    """Give these to `user` or `post`, long ago and without end, everywhere."""
    values = {"valid_from": LONG_AGO, "decision": DECISION} | values
    return Grant.objects.create(role=make_role(*capabilities), **values)


def delegate(delegator: User, to: User, *capabilities: str, **values: Any) -> Delegation:
    """Let one act for another: of office, or of signature when capabilities are named."""
    kind = "signature" if capabilities else "office"
    values = {"valid_from": LONG_AGO, "decision": DECISION, "kind": kind} | values
    return Delegation.objects.create(
        delegator=delegator, delegate=to, capabilities=list(capabilities), **values
    )
