"""Invented cases for tests."""

import datetime as dt
from typing import Any

from casework.models import Case, CaseKind
from casework.services import ApplicantData, open_case
from people.models import Department, Grant, Role, User


def department(code: str = "counter") -> Department:
    """Return a department, made when it is missing."""
    return Department.objects.get_or_create(
        code=code, defaults={"name_ar": "مكتب الاستقبال", "name_fr": "Guichet"}
    )[0]


def clerk(name: str = "clerk") -> User:
    """Return someone who may do everything."""
    return User.objects.get_or_create(username=name, defaults={"is_superuser": True})[0]


def agent(name: str, *capabilities: str, place: Department | None = None) -> User:
    """Return someone with these capabilities, in a department or everywhere."""
    user = User.objects.get_or_create(username=name)[0]
    role = Role.objects.create(
        code=f"role-of-{name}", name_ar="دور", name_fr="Rôle", capabilities=list(capabilities)
    )
    Grant.objects.create(
        role=role,
        user=user,
        department=place,
        valid_from=dt.date(2020, 1, 1),
        decision="Décision 1/2020",
    )
    return user


def request_kind() -> CaseKind:
    """Return the built-in administrative request, received by the counter."""
    kind = CaseKind.objects.get(code="administrative-request")
    if kind.department_id is None:
        kind.department = department()
        kind.save(update_fields=["department"])
    return kind


def opened(**chosen: Any) -> tuple[Case, str]:
    """Open an administrative request of an invented applicant; return it with its secret."""
    values: dict[str, Any] = {
        "kind": chosen.pop("kind", None) or request_kind(),
        "subject": "طلب شهادة إدارية",
        "applicant": ApplicantData(name="مريم المثال", phone="+212600000001", language="ar"),
        "actor": chosen.pop("actor") if "actor" in chosen else clerk(),
    }
    return open_case(**(values | chosen))


def make_case(**chosen: Any) -> Case:
    """Open an administrative request."""
    return opened(**chosen)[0]
