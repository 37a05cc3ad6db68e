"""Only a plain PDF goes round for signature."""

import pytest
from django.core.exceptions import ValidationError
from pyhanko.pdf_utils import generic

from casework.signatures import drafts
from casework.signatures.inspection import inspect
from tests.casework.signatures.papers import with_entry


@pytest.fixture(autouse=True)
def in_this_process(monkeypatch):
    monkeypatch.setattr(drafts, "inspect_safely", inspect)


def dictionary(**entries):
    return generic.DictionaryObject(
        {generic.pdf_name(f"/{name}"): value for name, value in entries.items()}
    )


SCRIPT = dictionary(S=generic.pdf_name("/JavaScript"), JS=generic.TextStringObject("app.alert(1)"))
LAUNCH = dictionary(S=generic.pdf_name("/Launch"), F=generic.TextStringObject("calc"))
FORM = dictionary(Fields=generic.ArrayObject([dictionary(FT=generic.pdf_name("/Tx"))]))
FILES = dictionary(EmbeddedFiles=dictionary(Names=generic.ArrayObject()))


def test_a_plain_draft_passes(draft):
    drafts.check_draft(draft)


@pytest.mark.parametrize(
    ("name", "value"),
    [("/OpenAction", SCRIPT), ("/OpenAction", LAUNCH), ("/AcroForm", FORM), ("/Names", FILES)],
)
def test_a_draft_that_may_change_is_refused(draft, name, value):
    with pytest.raises(ValidationError) as refusal:
        drafts.check_draft(with_entry(draft, name, value))
    assert list(refusal.value.message_dict) == ["draft"]


@pytest.mark.parametrize("content", [b"", b"not a PDF", b"%PDF-1.4\n%%EOF"])
def test_what_is_no_pdf_is_refused(content):
    with pytest.raises(ValidationError):
        drafts.check_draft(content)


def test_too_many_pages_are_refused(draft, monkeypatch):
    monkeypatch.setattr(drafts, "MOST_PAGES", 1)
    with pytest.raises(ValidationError, match="1"):
        drafts.check_draft(draft)
