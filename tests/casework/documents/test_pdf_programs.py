"""Programs in a PDF are found however they are written, and chance is not taken for one."""

import random
import time
import zlib

import pytest
from pyhanko.pdf_utils import generic

from casework.documents import pdf_programs
from casework.documents.enums import Refusal
from casework.documents.pdf_programs import fault_of
from tests.casework.signatures.papers import plain_pdf, rewritten, with_entry


def pdf(*objects: bytes, trailer: bytes = b"<</Root 1 0 R>>") -> bytes:
    """Return something like a PDF that holds these objects."""
    body = b"\n".join(b"%d 0 obj\n%s\nendobj" % row for row in enumerate(objects, start=1))
    return b"%PDF-1.7\n" + body + b"\ntrailer" + trailer + b"\n%%EOF\n"


def stream(content: bytes, head: bytes = b"/Filter/FlateDecode") -> bytes:
    """Return a stream, packed."""
    packed = zlib.compress(content)
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (head, len(packed), packed)


SCRIPT = b"<</Type/Action/S/JavaScript/JS(app.alert\\(1\\))>>"
PACKED = b"/Type/ObjStm/N 1/First 4/Filter/FlateDecode"


@pytest.mark.parametrize(
    "wrong",
    [
        pdf(SCRIPT),
        pdf(b"<</S/J#61vaScript/J#53(x)>>"),
        pdf(b"<</S/#4a#61#76#61#53#63#72#69#70#74 /J#53(x)>>"),
        pdf(b"<</S/#4A#61vaScript>>"),
        pdf(b"<</S/Launch/F(cmd.exe)>>"),
        pdf(b"<</AcroForm<</XFA[(template) 5 0 R]>>>>"),
        pdf(b"<</Subtype/RichMedia>>"),
        pdf(stream(SCRIPT, PACKED)),
        pdf(stream(b"<</JS 5 0 R>>", b"/Type /Obj#53tm/N 1/First 4/Filter /FlateDecode")),
        pdf(b"<</JS(x)>>", stream(b"a picture")),
        pdf(stream(b"a picture"), b"<</JS 4 0 R>>"),
    ],
)
def test_a_program_is_found(wrong: bytes) -> None:
    assert fault_of(wrong) == Refusal.ACTIVE


@pytest.mark.parametrize(
    ("wrong", "fault"),
    [
        (pdf(stream(SCRIPT, PACKED.replace(b"Flate", b"LZW"))), Refusal.DAMAGED),
        (pdf(stream(SCRIPT, PACKED + b"/DecodeParms<</Predictor 12>>")), Refusal.DAMAGED),
        (pdf(b"<<%s>>\nstream\nnoise\nendstream" % PACKED), Refusal.DAMAGED),
        (
            pdf(
                b"<<%s>>\nstream\nnoise\nendstream" % PACKED,
                trailer=b"<</Root 1 0 R/Encrypt 9 0 R>>",
            ),
            Refusal.LOCKED,
        ),
        (pdf(b"<</A 1>>%>>stream\n", stream(b"<</JS(x)>>", PACKED)), Refusal.DAMAGED),
    ],
)
def test_what_cannot_be_looked_at_is_refused(wrong: bytes, fault: Refusal) -> None:
    assert fault_of(wrong) == fault


def test_objects_that_unpack_to_too_much_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_programs, "MOST_UNPACKED_BYTES", 1000)
    assert fault_of(pdf(stream(bytes(5000), PACKED))) == Refusal.DAMAGED


def test_real_papers_are_taken() -> None:
    paper = plain_pdf("<p>طلب</p>", '<a href="https://city.example/">Lien</a>')
    assert fault_of(paper) is None
    assert fault_of(rewritten(paper)) is None
    action = generic.DictionaryObject({generic.pdf_name("/JS"): generic.pdf_string("1")})
    assert fault_of(with_entry(paper, "/OpenAction", action)) == Refusal.ACTIVE


def test_megabytes_of_chance_are_no_program() -> None:
    chance = random.Random(7)
    noise = chance.randbytes(4_000_000) + b"/JS /XFA "
    assert fault_of(pdf(b"<</Length 1>>\nstream\n" + noise + b"\nendstream")) is None


@pytest.mark.parametrize(
    "hostile",
    [
        b"%PDF-1.7\n" + b">>stream\n" * 400_000 + b"%%EOF",
        b"%PDF-1.7\n" + b">>" + b" " * 4_000_000 + b"%%EOF",
        b"%PDF-1.7\n" + b"/J#6" * 1_000_000 + b"%%EOF",
        b"%PDF-1.7\n" + b"<<>>stream\nendstream obj" * 100_000 + b"%%EOF",
    ],
)
def test_a_hostile_file_takes_no_longer_than_its_length(hostile: bytes) -> None:
    started = time.process_time()
    fault_of(hostile)
    assert time.process_time() - started < 5
