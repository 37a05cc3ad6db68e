"""The receipt at once, in Arabic and in French: letters, direction, digits, seal."""

import datetime as dt
import subprocess

import pytest

from casework.signatures.models import IssuedDocument
from casework.signatures.services import documents
from casework.signatures.wording import day_words, moment_words
from tests.casework.signatures.files import a_case, receipt_pdf

LATIN_DIGITS = set("0123456789")
OTHER_DIGITS = {chr(0x660 + digit) for digit in range(10)}


def text_of(pdf: bytes, tmp_path) -> str:
    """Return what a second tool reads in a PDF."""
    paper = tmp_path / "paper.pdf"
    paper.write_bytes(pdf)
    return subprocess.run(
        ["pdftotext", "-layout", paper, "-"], capture_output=True, text=True, check=True
    ).stdout


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "title", "month"),
    [("ar", "وصل إيداع", "نونبر"), ("fr", "Récépissé de dépôt", "novembre")],
)
def test_a_receipt_says_what_was_deposited(language, title, month, tmp_path):
    case = a_case()
    text = text_of(receipt_pdf(case, language), tmp_path)
    assert title in text
    assert case.reference in text
    assert moment_words(case.deposited_at, language).split()[0] in text
    assert LATIN_DIGITS & set(text)
    assert not OTHER_DIGITS & set(text)


@pytest.mark.django_db
def test_a_receipt_is_sealed_with_whole_fonts(tmp_path):
    paper = tmp_path / "paper.pdf"
    paper.write_bytes(receipt_pdf(a_case(), "ar"))
    told = subprocess.run(["pdfsig", paper], capture_output=True, text=True, check=True).stdout
    assert "Signature is Valid" in told
    fonts = subprocess.run(["pdffonts", paper], capture_output=True, text=True, check=True).stdout
    rows = [line.split() for line in fonts.splitlines()[2:]]
    assert any("Noto-Sans-Arabic" in row[0] for row in rows)
    assert all("yes yes yes" in " ".join(row) for row in rows)


@pytest.mark.django_db
def test_a_receipt_is_made_once_for_each_language():
    case = a_case()
    assert receipt_pdf(case, "ar") == receipt_pdf(case, "ar")
    assert receipt_pdf(case, "fr") != receipt_pdf(case, "ar")
    assert receipt_pdf(case, "en") == receipt_pdf(case, "fr")
    documents = IssuedDocument.objects.filter(case=case)
    assert sorted(each.language for each in documents) == ["ar", "fr"]
    assert {each.signer for each in documents} == {None}


def test_months_are_the_moroccan_ones():
    day = dt.date(2026, 8, 5)
    assert day_words(day, "ar") == "5 غشت 2026"
    assert day_words(day, "fr") == "5 août 2026"
    winter = dt.datetime(2026, 11, 22, 23, 30, tzinfo=dt.UTC)
    ramadan = dt.datetime(2026, 3, 1, 23, 30, tzinfo=dt.UTC)
    assert moment_words(winter, "fr").endswith("00:30")
    assert moment_words(ramadan, "fr").endswith("23:30")


@pytest.mark.django_db
def test_a_receipt_that_is_asked_for_twice_at_once_is_made_once(monkeypatch):
    case, issue = a_case(), documents._issue

    def slowly(**given):
        monkeypatch.setattr(documents, "_issue", issue)
        receipt_pdf(case, "ar")  # while the first waits
        return issue(**given)

    monkeypatch.setattr(documents, "_issue", slowly)
    first = receipt_pdf(case, "ar")
    assert first == receipt_pdf(case, "ar")
    assert IssuedDocument.objects.filter(case=case).count() == 1
