"""The follow-up slip: shown once, with a QR code that tells the code to nobody but the form."""

import pytest
from django.test import override_settings
from django.urls import reverse

from casework import links
from casework.models import Case
from tests.casework.files import make_case, request_kind
from tests.casework.signatures.files import receipt_pdf
from tests.casework.signatures.test_receipts import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def deposited(client):
    """Return the browser of a resident who has just deposited a request."""
    client.cookies["language"] = "en"
    kind = request_kind()
    client.post(
        reverse("requests:new"),
        {
            "kind": kind.pk,
            "subject": "طلب",
            "applicant_kind": "person",
            "name": "سعيد المثال",
            "language": "ar",
        },
    )
    return client


def test_the_slip_is_shown_once_and_the_receipt_never_tells_the_code(deposited, tmp_path):
    case = Case.objects.get()
    address = reverse("requests:deposited", args=[case.pk])
    first = deposited.get(address)
    code = first.context["code"]
    assert code in first.content.decode()
    assert 'src="data:image/svg+xml' in first.content.decode()
    again = deposited.get(address).content.decode()
    assert code not in again
    assert "data:image/svg+xml" not in again
    receipt = text_of(receipt_pdf(case, "fr"), tmp_path)
    assert code not in receipt
    assert code.replace("-", "") not in receipt


@override_settings(SITE_URL="https://services.example.ma")
@pytest.mark.parametrize("language", ["ar", "fr"])
def test_the_receipt_says_where_the_file_is_followed(language, tmp_path):
    text = text_of(receipt_pdf(make_case(), language), tmp_path)
    assert "services.example.ma/requests/" in text


@override_settings(SITE_URL="https://services.example.ma")
def test_the_code_stands_behind_a_hash_which_no_browser_sends():
    case = make_case()
    address = links.slip_address(case, "abcd-efgh-2345-6789")
    before, _hash, after = address.partition("#")
    assert before == "https://services.example.ma/requests/"
    assert after == f"{case.reference}.ABCDEFGH23456789"
