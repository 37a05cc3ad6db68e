"""The pages: public check in three languages, the parapheur, documents, certificates."""

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from casework.signatures import drafts, store
from casework.signatures.codes import show_code
from casework.signatures.enums import CircuitState
from casework.signatures.inspection import inspect
from casework.signatures.models import Circuit, SigningKey
from casework.signatures.views.verify import CODES, FILES
from people.models import AuditEntry
from tests.casework.files import clerk
from tests.casework.signatures.files import a_case, circuit, issued, officer, steps

pytestmark = pytest.mark.django_db
VERIFY = "/verify/"


@pytest.fixture(autouse=True)
def in_this_process(monkeypatch):
    monkeypatch.setattr(drafts, "inspect_safely", inspect)
    monkeypatch.setattr("casework.signatures.verification.inspect_safely", inspect)


def pdf(content: bytes, name: str = "paper.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="application/pdf")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ar", "الرمز صحيح"),
        ("fr", "Le code est authentique"),
        ("en", "The code is genuine"),
    ],
)
def test_a_qr_code_leads_to_an_answer_in_the_readers_language(client, draft, language, words):
    document = issued(draft)
    page = client.get(f"{VERIFY}{document.code}/", headers={"accept-language": language})
    text = page.content.decode()
    assert page.status_code == 200
    assert words in text
    assert document.case.reference in text
    assert "no-store" in page["Cache-Control"]


def test_the_page_says_no_more_than_the_paper(client, draft):
    case = a_case()
    document = issued(draft, case=case, facts=[])
    text = client.get(f"{VERIFY}{document.code}/").content.decode()
    for private in (case.applicant.name, case.applicant.phone, case.subject):
        assert private
        assert private not in text


def test_a_typed_code_is_forgiven_its_form_and_told_its_slips(client, draft):
    document = issued(draft)
    typed = client.post(VERIFY, {"code": f" {show_code(document.code).lower()} "})
    assert typed.url == f"{VERIFY}{document.code}/"
    assert client.get(f"{VERIFY}{show_code(document.code)}/").url == typed.url
    other = "1" if document.code[0] == "0" else "0"
    slip = client.post(VERIFY, {"code": other + document.code[1:]})
    assert "code" in slip.context["form"].errors
    assert other + document.code[1:] in slip.content.decode()
    assert client.post(VERIFY, {}).context["form"].non_field_errors()


def test_a_dropped_file_is_judged(client, draft):
    document = issued(draft)
    content = store.take(document.sha256)
    good = client.post(VERIFY, {"file": pdf(content)})
    assert good.context["answer"].judgement.verdict == "valid"
    bad = client.post(VERIFY, {"file": pdf(content.replace(b"/Reason", b"/Raison"))})
    assert bad.context["answer"].judgement.verdict == "tampered"
    name = '"><script>alert(1)</script>.pdf'
    hostile = client.post(VERIFY, {"file": pdf(b"x", name)}).content.decode()
    assert "<script>alert" not in hostile


def test_unknown_codes_are_not_found(client):
    assert client.get(f"{VERIFY}0000000000000000/").status_code == 404
    assert client.get(f"{VERIFY}nothing/").status_code == 404


def test_it_answers_only_so_often(client, draft, settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()
    document = issued(draft)
    for _ in range(CODES.most):
        assert client.get(f"{VERIFY}{document.code}/").status_code == 200
    late = client.get(f"{VERIFY}{document.code}/")
    assert (late.status_code, late["Retry-After"]) == (429, "60")
    for _ in range(FILES.most):
        assert client.post(VERIFY, {"file": pdf(b"x")}).status_code == 200
    assert client.post(VERIFY, {"file": pdf(b"x")}).status_code == 429


def test_other_tools_find_the_authority_and_its_list(client):
    found = client.get(f"{VERIFY}authority.cer")
    revocations = client.get(f"{VERIFY}authority.crl")
    certificate = x509.load_der_x509_certificate(found.content)
    crl = x509.load_der_x509_crl(revocations.content)
    key = certificate.public_key()
    assert isinstance(key, RSAPublicKey)
    assert crl.is_signature_valid(key)
    assert crl.next_update_utc
    assert crl.next_update_utc > timezone.now()


def test_a_parapheur_from_start_to_document(client, draft):
    case, visa, signer = a_case(), officer("signatures.visa"), officer("signatures.sign")
    client.force_login(clerk())
    start = reverse("signatures_desk:start", args=[case.pk])
    wrong = client.post(start, {"title": "قرار رقم 12", "draft": pdf(b"not a PDF")})
    assert wrong.status_code == 422
    assert "قرار رقم 12" in wrong.content.decode()
    given = {"title": "قرار رقم 12", "language": "ar", "visa_1": visa.pk, "signer": signer.pk}
    refused = client.post(start, given | {"draft": pdf(b"not a PDF")})
    assert list(refused.context["form"].errors) == ["draft"]
    assert client.post(start, given | {"draft": pdf(draft)}).status_code == 302
    row = Circuit.objects.get()
    page, answer = (
        reverse(f"signatures_desk:{name}", args=[row.pk]) for name in ("circuit", "answer")
    )
    client.force_login(visa)
    assert row.title in client.get(page).content.decode()
    assert client.get(reverse("signatures_desk:draft", args=[row.pk])).content == draft
    needs_reason = client.post(answer, {"answer": "refuse", "reason": ""})
    assert list(needs_reason.context["answer_form"].errors) == ["reason"]
    client.post(answer, {"answer": "approve", "reason": "Vu"})
    client.force_login(signer)
    signed = client.post(answer, {"answer": "approve", "reason": ""})
    row.refresh_from_db()
    assert row.state == CircuitState.SIGNED
    assert client.get(signed.url).status_code == 200


def test_strangers_see_neither_parapheur_nor_draft_nor_document(client, draft):
    row = circuit(draft)
    document = issued(draft)
    client.force_login(officer("signatures.visa", "signatures.sign"))
    for name, argument in (
        ("circuit", row.pk),
        ("draft", row.pk),
        ("document", document.code),
        ("download", document.code),
    ):
        place = reverse(f"signatures_desk:{name}", args=[argument])
        assert client.get(place).status_code == 404, name
    for name in ("answer", "withdraw"):
        place = reverse(f"signatures_desk:{name}", args=[row.pk])
        assert client.post(place, {"answer": "approve"}).status_code == 404, name
    client.force_login(row.started_by)
    place = reverse("signatures_desk:answer", args=[row.pk])
    assert client.post(place, {"answer": "approve"}).status_code == 403
    assert steps(row)[0].state == "waiting"


def test_a_document_is_opened_with_a_trace_and_revoked(client, draft):
    document = issued(draft)
    client.force_login(clerk())
    file = client.get(reverse("signatures_desk:download", args=[document.code]))
    assert file.content == store.take(document.sha256)
    assert "no-store" in file["Cache-Control"]
    assert AuditEntry.objects.filter(action="signatures.download", actor=clerk()).count() == 1
    revoke = reverse("signatures_desk:revoke", args=[document.code])
    assert client.post(revoke, {"reason": ""}).status_code == 422
    client.post(revoke, {"reason": "خطأ في التاريخ"})
    public = client.get(f"{VERIFY}{document.code}/")
    assert public.context["answer"].judgement.verdict == "revoked"
    assert "خطأ في التاريخ" in public.content.decode()


def test_lists_ask_the_same_number_of_queries_however_long(
    client, draft, django_assert_max_num_queries
):
    client.force_login(clerk())
    case = a_case()
    for _ in range(3):
        issued(draft, case=case)
        circuit(draft, case=case)
    for name in ("circuits", "documents", "keys"):
        place = reverse(f"signatures_desk:{name}")
        client.get(place)
        with django_assert_max_num_queries(25):
            assert client.get(place).status_code == 200


def test_certificates_are_issued_and_revoked_on_their_pages(client):
    holder = officer("signatures.sign", first_name="Nadia", last_name="Exemple")
    client.force_login(clerk())
    made = client.post(reverse("signatures_desk:issue_key"), {"holder": holder.pk})
    key = SigningKey.objects.get(holder=holder)
    assert made.url == reverse("signatures_desk:key", args=[key.pk])
    load = reverse("signatures_desk:load_key")
    wrong = client.post(load, {"file": pdf(b"x", "a.p12"), "passphrase": "secret-words"})
    assert list(wrong.context["form"].errors) == ["passphrase"]
    assert "secret-words" not in wrong.content.decode()
    assert client.post(made.url, {"reason": ""}).status_code == 422
    client.post(made.url, {"reason": "Départ"})
    key.refresh_from_db()
    assert key.revocation_reason == "Départ"


def test_the_page_of_a_case_leads_to_its_signatures(client):
    case = a_case()
    client.force_login(clerk())
    text = client.get(reverse("casework:case", args=[case.pk])).content.decode()
    assert reverse("signatures_desk:start", args=[case.pk]) in text
    assert f"{reverse('signatures_desk:documents')}?q={case.reference}" in text
    reader = officer("casework.read")
    client.force_login(reader)
    text = client.get(reverse("casework:case", args=[case.pk])).content.decode()
    assert reverse("signatures_desk:start", args=[case.pk]) not in text
