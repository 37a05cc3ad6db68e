"""What a stranger's file holds is found without trusting it: no database, no Django."""

import datetime as dt
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casework.signatures import stamping
from casework.signatures.authority import Identity, make_root, make_signing, make_time_stamping
from casework.signatures.codes import make_code, show_code
from casework.signatures.inspection import inspect
from casework.signatures.sealing import Signing, Statement, UnsignableError, as_asn1, sign
from casework.signatures.timestamps import time_stamper
from tests.casework.signatures.papers import (
    plain_pdf,
    rewritten,
    with_byte_changed,
    with_something_added,
)

NOW = dt.datetime.now(dt.UTC)
CODE = make_code(98_765_432_109_876)
BAND = stamping.Band(
    code=show_code(CODE),
    url=f"https://city.example/verify/{CODE}/",
    place="city.example/verify/",
    signed_as="خاتم الجماعة",
    signed_on="22 نونبر 2026",
    authority="جماعة",
    language="ar",
)


@pytest.fixture
def signing():
    root = make_root(Identity("Autorité", "Commune"), NOW)
    pair = make_signing(root, Identity("Cachet", "Commune"), NOW, "https://city.example/list")
    stamps = make_time_stamping(root, Identity("Horodatage", "C"), NOW, "https://city.example/list")
    return Signing(pair, [as_asn1(root)], time_stamper(stamps, as_asn1(root)))


@pytest.fixture
def signed(signing, draft) -> bytes:
    writer = stamping.open_draft(draft)
    stamping.stamp(writer, BAND)
    return sign(writer, signing, Statement("خاتم", "قرار", "Marrakech", BAND.url))


def test_an_untouched_file(signed):
    found = inspect(signed)
    (signature,) = found.signatures
    assert (found.is_pdf, found.pages) == (True, 2)
    assert (signature.is_intact, signature.is_extended) == (True, False)
    assert signature.codes == found.codes == [CODE]


def test_any_changed_byte_of_what_is_signed_is_found(signed):
    chance = random.Random(7)
    covered = signed.index(b"/Contents <")
    for place in [chance.randrange(20, covered) for _ in range(6)]:
        found = inspect(with_byte_changed(signed, place))
        assert not any(each.is_intact and not each.is_extended for each in found.signatures), place


def test_what_is_added_after_the_signature_is_found(signed):
    (signature,) = inspect(with_something_added(signed)).signatures
    assert (signature.is_intact, signature.is_extended) == (True, True)


def test_a_file_written_anew_loses_its_signature_but_not_its_code(signed):
    found = inspect(rewritten(signed))
    assert not any(each.is_intact for each in found.signatures)
    assert CODE in found.codes


def test_a_signature_moved_to_another_document_does_not_fit(signed, signing):
    other = stamping.open_draft(plain_pdf("<p>قرار آخر</p>"))
    theirs = sign(other, signing, Statement("خاتم", "قرار", "Marrakech", BAND.url))
    start, end = (theirs.index(mark) for mark in (b"/Contents <", b"/ByteRange"))
    mine = signed[signed.index(b"/Contents <") : signed.index(b"/ByteRange")]
    forged = theirs[:start] + mine[: end - start].ljust(end - start) + theirs[end:]
    assert not any(each.is_intact for each in inspect(forged).signatures)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=2000))
def test_rubbish_is_no_document_and_no_accident(content):
    assert not inspect(content).is_pdf
    inspect(b"%PDF-1.7\n" + content + b"\n%%EOF")


@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_a_file_cut_or_shuffled_is_no_accident(draft, data):
    cut = data.draw(st.integers(0, len(draft)))
    inspect(draft[:cut])
    inspect(draft[cut:] + draft[:cut])


@pytest.mark.parametrize("content", [b"", b"hello", b"%PDF-1.7\n%%EOF", b"PK\x03\x04"])
def test_what_is_no_pdf_is_not_signed(content):
    with pytest.raises(UnsignableError):
        stamping.open_draft(content)
