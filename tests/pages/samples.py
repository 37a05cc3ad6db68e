"""One object for each address that wants one: rooms add theirs here, made by their own services."""

import datetime as dt
import io
from collections.abc import Mapping
from typing import Any, Final

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.contrib.auth import get_user_model
from django.contrib.gis.geos import Point
from django.core.files.base import ContentFile
from django.db.models import Model
from django.utils import timezone
from PIL import Image
from weasyprint import HTML

from casework.documents.services import add_document
from casework.messages.catalogue import declared as declared_templates
from casework.messages.models import Message
from casework.messages.stopping import token_of
from casework.signatures.receipts import issue_receipt
from casework.signatures.services.circuits import start_circuit
from casework.signatures.services.keys import issue_key
from gis.atlas.services import create_note
from municipality.admin import site
from people.models import User
from tests.casework.files import make_case
from tests.dashboard.city import make_lamp, make_vehicle
from tests.gis.city import make_service
from tests.gis.imports.files import make_dataset, make_import
from tests.pages.keys import security_key
from tests.people import organisation
from workspace.indicators import declared
from workspace.models import Job

NOT_PAGES: Final[dict[str, str]] = {
    "access:end-one": "ends a session",
    "atlas:delete_note": "deletes a note",
    "basemap:archive": "gives a file",
    "casework:assign": "assigns a case",
    "casework:change": "moves a case on",
    "casework:extend": "extends a deadline",
    "casework:note": "adds a note",
    "casework:receipt": "gives a file",
    "documents:add_version": "takes a file",
    "documents:download": "gives a file",
    "documents:share": "changes who sees a document",
    "documents:shared": "gives a file",
    "documents:withdraw": "withdraws a document",
    "geodata:commit": "writes an import",
    "geodata:discard": "gives an import up",
    "geodata:go_on": "takes an import on",
    "geodata:preview": "gives rows for a map",
    "geodata:report": "gives a file",
    "geodata:undo": "takes an import back",
    "gis:tile": "a tile of the map",
    "layers:export": "gives a file",
    "openid_connect_callback": "comes back from a directory",
    "openid_connect_login": "leads to a directory",
    "outbox:answer": "speaks with a gateway",
    "outbox:cancel": "holds a message back",
    "outbox:receipt": "speaks with a gateway",
    "outbox:resend": "sends a message again",
    "requests:answer": "takes an answer",
    "requests:document": "gives a file",
    "ogc:matrix-set": "tells programs a grid",
    "ogc:tile": "gives a tile",
    "requests:leave": "ends a visit",
    "requests:receipt": "gives a file",
    "signatures_desk:answer": "takes an answer",
    "signatures_desk:download": "gives a file",
    "signatures_desk:draft": "gives a file",
    "signatures_desk:revoke": "revokes a document",
    "signatures_desk:withdraw": "ends a circuit",
    "workspace:cancel_job": "cancels a job",
    "workspace:delete_view": "deletes a view",
    "workspace:draft": "keeps a draft",
    "workspace:job_result": "gives a file",
    "workspace:job_state": "a piece of a page",
    "workspace:open_notification": "leads on",
    "workspace:undo": "takes back an action",
}
"""Addresses with parameters that never answer with a page, and what they do."""

APPLICANTS_PHONE: Final = "+212600000001"
"""What the applicant of `make_case` gave, and the resident who looks at pages has proven."""
RESTORING: Final = ("person", "invite", "unlock", "reset_factor", "end_sessions")
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
        **_of_messages(),
        **_of_signatures(staff),
        **_of_desk(staff),
        **_of_overview(),
        **_of_reference(),
        **_of_places(staff),
        **_of_open_data(),
        **_of_geodata(staff),
    }


def _of_open_data() -> Samples:
    lamp = make_lamp("L-OGC").code
    pages = ("collection", "queryables", "items", "tilesets")
    grid = {"grid": "WebMercatorQuad"}
    return {
        **at(*(f"ogc:{name}" for name in pages), "layers:layer", name="lamps"),
        **at("ogc:item", name="lamps", key=lamp),
        **at("ogc:tileset", name="lamps", **grid),
    }


def at(*names: str, **parameters: Any) -> Samples:
    """Return the same parameters for several addresses."""
    return {name: dict(parameters) for name in names}


def _of_access(staff: User) -> Samples:
    token = default_token_generator.make_token(staff)
    key = security_key(staff)
    return {
        **at("account_reset_password_from_key", uidb36=user_pk_to_url_str(staff), key=token),
        **at("mfa_edit_webauthn", "mfa_remove_webauthn", pk=key.pk),
    }


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
        **at(*(f"restoring:{name}" for name in RESTORING), pk=person.pk),
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
        **at("casework:case", "casework:deposited", number=case.pk),
        **at("requests:case", "requests:deposited", number=case.pk),
        **at("documents:add", case_number=case.pk),
        **at("documents:document", number=document.pk),
    }


def _of_messages() -> Samples:
    template = next(iter(declared_templates()), "none")
    message = Message.objects.create(
        template=template,
        channel="sms",
        address="+212600000001",
        language="fr",
        body="Bonjour.",
        expires_at=timezone.now() + dt.timedelta(days=1),
    )
    return {
        **at("outbox:message", number=message.pk),
        **at("outbox:stop", token=token_of(message.pk)),
        **at("outbox:text", code=template, language="ar"),
    }


def _of_signatures(staff: User) -> Samples:
    case = make_case(actor=staff)
    pdf = HTML(string="<p>Arrêté</p>").write_pdf()
    signer = organisation.make_user(is_superuser=True)
    circuit = start_circuit(
        case=case, title="Arrêté", pdf=pdf, visas=[staff], signer=signer, actor=staff
    )
    issued = issue_receipt(case, "fr")
    key = issue_key(holder=staff, actor=staff)
    return {
        **at("signatures_desk:start", number=case.pk),
        **at("signatures_desk:circuit", number=circuit.pk),
        **at("signatures_desk:document", code=issued.code),
        **at("signatures:verify_code", code=issued.code),
        **at("signatures_desk:key", number=key.pk),
    }


def _of_desk(staff: User) -> Samples:
    words = dict.fromkeys(("ar", "fr", "en"), "Export")
    job = Job.objects.create(owner=staff, words=words, task="export", arguments={}, language="fr")
    return at("workspace:job", pk=job.pk)


def _of_overview() -> Samples:
    indicator = next(each for each in declared() if each.code.startswith("fleet."))
    vehicle = make_vehicle("BUS-1")
    return {
        **at("dashboard:indicator", code=indicator.code),
        **at("dashboard:record", code=indicator.code, number=vehicle.pk),
    }


def _of_places(staff: User) -> Samples:
    place = Point(-8.0095, 31.6372, srid=4326)
    hours = "Mo-Fr 08:30-16:30; PH off"
    make_service("guichet", "Guichet", "شباك", place, opening_hours=hours, phone="+212524000000")
    note = create_note(text="A bench is broken.", geom=place, actor=staff)
    here = "?lon=-8.0095&lat=31.6372&layers=service_points"
    return {
        **at("places:place", "places:change", code="guichet"),
        **at("atlas:identify", **{"?": here}),
        **at("atlas:note", "atlas:change_note", number=note.pk),
    }


def _of_geodata(staff: User) -> Samples:
    own = ("dataset", "change_dataset", "delete_dataset")
    checked, matched, opened = (make_import(staff, until=each) for each in ("check", "read", ""))
    return {
        **at("geodata:import", pk=checked.pk),
        **at("geodata:matching", pk=matched.pk, **{"?": "?target=streets"}),
        **at("geodata:source", pk=opened.pk),
        **at(*(f"geodata:{name}" for name in own), code=make_dataset(staff).code),
    }


def _of_reference() -> Samples:
    found: Samples = {}
    for model in site._registry:
        row = model._default_manager.order_by("pk").first() or _first_row(model)
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}_change"
        found |= at(name, object_id=row.pk)
    return found


def _first_row(model: type[Model]) -> Model:
    """Make a row of a table with which no installation begins."""
    today = timezone.localdate()
    law = {"valid_from": today, "legal_reference": "Loi 1-26"}
    values: dict[str, dict[str, Any]] = {
        "deliveryrule": {"valid_from": today},
        "exceptionalday": {"on": today, "name_ar": "يوم", "name_fr": "Jour", "name_en": "Day"},
        "indicatorbounds": {"indicator": "x", "valid_from": today, "target": 1},
        "operator": {"code": "op", "name_ar": "مشغل", "name_fr": "Exploitant"},
        "retentionrule": {"series": "fleet_position", "keep_days": 30} | law,
        "wording": {"template": "case.opened", "language": "fr", "subject": "x", "short": "x"}
        | {"valid_from": today},
    }
    return model._default_manager.create(**values[str(model._meta.model_name)])
