"""One object for each address that wants one: rooms add theirs here, made by their own services."""

import io
from collections.abc import Mapping
from typing import Any, Final

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from PIL import Image

from casework.documents.services import add_document
from people.models import User
from tests.casework.files import make_case
from tests.people import organisation
from workspace.indicators import declared
from workspace.models import Job

NOT_PAGES: Final[dict[str, str]] = {
    "access:end-one": "ends a session",
    "documents:add_version": "takes a file",
    "documents:download": "gives a file",
    "documents:share": "changes who sees a document",
    "documents:shared": "gives a file",
    "documents:withdraw": "withdraws a document",
    "gis:tile": "a tile of the map",
    "mfa_edit_webauthn": "wants a real security key",
    "mfa_remove_webauthn": "wants a real security key",
    "openid_connect_callback": "comes back from a directory",
    "openid_connect_login": "leads to a directory",
    "outbox:answer": "speaks with a gateway",
    "outbox:cancel": "holds a message back",
    "outbox:receipt": "speaks with a gateway",
    "outbox:resend": "sends a message again",
    "workspace:cancel_job": "cancels a job",
    "workspace:delete_view": "deletes a view",
    "workspace:draft": "keeps a draft",
    "workspace:job_result": "gives a file",
    "workspace:job_state": "a piece of a page",
    "workspace:open_notification": "leads on",
    "workspace:undo": "takes back an action",
}
"""Addresses with parameters that never answer with a page, and what they do."""

Samples = dict[str, Mapping[str, Any]]
"""Names of addresses, with their parameters and, under "?", what stands behind them."""


def make_staff() -> User:
    """Make a person who may open everything."""
    return get_user_model().objects.create_superuser(
        "s.alaoui", "s.alaoui@example.ma", "a long password of a test", first_name="Samira"
    )


def make_samples(staff: User) -> Samples:
    """Make one object of every kind, and say at which addresses it is found."""
    return {
        **_of_access(staff),
        **_of_people(),
        **_of_documents(staff),
        **_of_desk(staff),
        **_of_overview(),
    }


def at(*names: str, **parameters: Any) -> Samples:
    """Return the same parameters for several addresses."""
    return {name: dict(parameters) for name in names}


def _of_access(staff: User) -> Samples:
    token = default_token_generator.make_token(staff)
    return at("account_reset_password_from_key", uidb36=user_pk_to_url_str(staff), key=token)


def _of_people() -> Samples:
    department = organisation.make_department("lighting")
    post = organisation.make_post(department, code="head-of-lighting")
    person, other = organisation.make_user(), organisation.make_user()
    appointment = organisation.appoint(person, post)
    grant = organisation.grant("people.read_audit", post=post)
    delegation = organisation.delegate(person, other, "people.read_audit")
    departments = ("department", "change_department", "close_department")
    persons = ("person", "change_person", "close_account", "appoint", "audit_by")
    return {
        **at(*(f"people:{name}" for name in departments), code=department.code),
        **at("people:post", "people:change_post", code=post.code),
        **at(*(f"people:{name}" for name in persons), pk=person.pk),
        **at("people:role", "people:change_role", code=grant.role.code),
        **at("people:end_appointment", pk=appointment.pk),
        **at("people:end_grant", pk=grant.pk),
        **at("people:end_delegation", pk=delegation.pk),
        **at("people:audit_of", kind="people.user", number=str(person.pk)),
    }


def _of_documents(staff: User) -> Samples:
    picture = io.BytesIO()
    Image.new("RGB", (40, 40), "white").save(picture, "PNG")
    case = make_case(actor=staff)
    upload = ContentFile(picture.getvalue(), name="plan.png")
    document = add_document(case=case, upload=upload, title="Plan", actor=staff)
    return {
        **at("documents:add", case_number=case.pk),
        **at("documents:document", number=document.pk),
        **at("signatures:verify_code", code="ABCD-EFGH-JKMN"),
    }


def _of_desk(staff: User) -> Samples:
    job = Job.objects.create(owner=staff, words={}, task="export", arguments={}, language="fr")
    return at("workspace:job", pk=job.pk)


def _of_overview() -> Samples:
    return at("dashboard:indicator", code=declared()[0].code)
