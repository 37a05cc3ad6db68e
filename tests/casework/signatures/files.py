"""Cases, people and documents for the tests of signatures."""

from typing import Any

from casework.models import Case
from casework.signatures import store
from casework.signatures.models import Circuit, IssuedDocument, Step
from casework.signatures.receipts import issue_receipt
from casework.signatures.services import issue_document, start_circuit
from people.models import User
from tests.casework.files import opened
from tests.people.organisation import grant, make_user


def a_case(**chosen: Any) -> Case:
    """Return an invented case."""
    return opened(**chosen)[0]


def officer(*capabilities: str, **names: str) -> User:
    """Return an invented officer who may do these things everywhere."""
    person = make_user(**names)
    if capabilities:
        grant(*capabilities, user=person)
    return person


def issued(pdf: bytes, **chosen: Any) -> IssuedDocument:
    """Return a document that an officer without a key signed: it bears the commune's seal."""
    values: dict[str, Any] = {
        "case": chosen.pop("case", None) or a_case(),
        "title": "شهادة إدارية",
        "pdf": pdf,
        "signer": chosen.pop("signer", None) or officer("signatures.sign"),
        "facts": [("الاسم", "مريم المثال")],
    }
    return issue_document(**(values | chosen))


def receipt_pdf(case: Case, language: str) -> bytes:
    """Return the receipt of a case as a file."""
    return store.take(issue_receipt(case, language).sha256)


def circuit(pdf: bytes, visas: int = 1, **chosen: Any) -> Circuit:
    """Return a parapheur with visas of other officers, and a signature."""
    values: dict[str, Any] = {
        "case": chosen.pop("case", None) or a_case(),
        "title": "قرار الترخيص",
        "pdf": pdf,
        "visas": [officer("signatures.visa") for _ in range(visas)],
        "signer": chosen.pop("signer", None) or officer("signatures.sign"),
        "actor": chosen.pop("actor", None) or officer("signatures.start"),
    }
    return start_circuit(**(values | chosen))


def steps(row: Circuit) -> list[Step]:
    """Return the steps of a parapheur in order."""
    return list(row.steps.select_related("person").order_by("place"))
