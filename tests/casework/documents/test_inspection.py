"""A file is what its content is, and only some kinds are taken."""

import tracemalloc

import pytest

from casework.documents import kinds
from casework.documents.enums import Refusal
from casework.documents.inspection import (
    UploadRefusedError,
    inspect,
    recognise,
    safe_name,
    safe_title,
)
from casework.documents.kinds import Kind
from tests.casework.documents.samples import (
    PDF,
    TEXT,
    archive,
    crowded,
    open_document,
    picture,
    word,
)

OGG = b"OggS\x00\x02" + bytes(22) + b"OpusHead" + bytes(40)
MP4 = b"\0\0\0\x20ftypisom\0\0\2\0isomiso2avc1mp41" + bytes(40)
M4A = b"\0\0\0\x20ftypM4A \0\0\2\0isomiso2" + bytes(40)
MP3 = b"ID3\x03\x00\x00\x00\x00\x00\x00" + b"\xff\xfb\x90\x00" * 50
WEBM = b"\x1a\x45\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81\x01B\xf2\x81\x04B\xf3\x81\x08B\x82\x84webm"
TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"
TEMPLATE = (
    f'<Relationships><Relationship Id="r1" Type="{TYPE}" Target="https://evil.example/t.dotm" '
    'TargetMode="External"/></Relationships>'
).encode()
SHEET = "spreadsheetml.sheet.main+xml"


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (PDF, "request.pdf", kinds.PDF),
        (PDF, "request", kinds.PDF),
        (picture(), "photo.JPG", kinds.JPEG),
        (picture("PNG"), "scan.png", kinds.PNG),
        (picture("PNG"), "really-a-png.jpg", kinds.PNG),
        (picture("WEBP"), "photo.webp", kinds.WEBP),
        (word(), "letter.docx", kinds.DOCX),
        (archive({"[Content_Types].xml": SHEET.encode()}), "list.xlsx", kinds.XLSX),
        (open_document(), "letter.odt", kinds.ODT),
        (TEXT, "note.txt", kinds.TEXT),
        (b"\xef\xbb\xbfa;b\r\n1;2\r\n", "list.csv", kinds.TEXT),
        (OGG, "voice.ogg", kinds.OGG),
        (MP3, "voice.mp3", kinds.MP3),
        (M4A, "voice.m4a", kinds.M4A),
        (MP4, "film.mp4", kinds.MP4),
        (WEBM, "film.webm", kinds.WEBM),
    ],
)
def test_what_residents_send_is_recognised(content: bytes, name: str, kind: Kind) -> None:
    assert inspect(content, name) == kind


@pytest.mark.parametrize(
    ("content", "name", "refusal"),
    [
        (b"", "empty.pdf", Refusal.EMPTY),
        (b"MZ\x90\x00\x03" + bytes(60), "program.exe", Refusal.UNKNOWN_TYPE),
        (b"MZ\x90\x00\x03" + bytes(60), "photo.jpg", Refusal.UNKNOWN_TYPE),
        (b"<html><script>alert(1)</script>", "page.html", Refusal.UNKNOWN_TYPE),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "drawing.svg", Refusal.UNKNOWN_TYPE),
        (b"#!/bin/sh\nrm -r x\n", "script.txt", Refusal.UNKNOWN_TYPE),
        (picture("GIF"), "moving.gif", Refusal.UNKNOWN_TYPE),
        (archive({"a.txt": b"a"}), "files.zip", Refusal.UNKNOWN_TYPE),
        (open_document("application/epub+zip"), "book.odt", Refusal.UNKNOWN_TYPE),
        (PDF, "photo.jpg", Refusal.NOT_WHAT_IT_SAYS),
        (TEXT, "note.pdf", Refusal.NOT_WHAT_IT_SAYS),
        (word(), "list.xlsx", Refusal.NOT_WHAT_IT_SAYS),
        (PDF[:-7], "cut.pdf", Refusal.DAMAGED),
        (b"junk" * 3 + PDF, "late.pdf", Refusal.NOT_WHAT_IT_SAYS),
        (
            PDF.replace(b"/Catalog", b"/Catalog/OpenAction<</S/JavaScript>>"),
            "a.pdf",
            Refusal.ACTIVE,
        ),
        (PDF.replace(b"/Catalog", b"/Catalog/X<</S/Launch>>"), "a.pdf", Refusal.ACTIVE),
        (word(**{"word/vbaProject.bin": b"x"}), "letter.docx", Refusal.ACTIVE),
        (
            archive({"mimetype": b"application/vnd.oasis.opendocument.text", "Basic/x.xml": b"x"}),
            "letter.odt",
            Refusal.ACTIVE,
        ),
        (b"PK\x03\x04 broken", "letter.docx", Refusal.DAMAGED),
        (word(**{"word/activeX/activeX1.bin": b"x"}), "letter.docx", Refusal.ACTIVE),
        (word(**{"word/embeddings/oleObject1.bin": b"x"}), "letter.docx", Refusal.ACTIVE),
        (word(**{"word/_rels/settings.xml.rels": TEMPLATE}), "letter.docx", Refusal.ACTIVE),
        (
            word(**{"word/_rels/settings.xml.rels": TEMPLATE.decode().encode("utf-16")}),
            "letter.docx",
            Refusal.ACTIVE,
        ),
        (
            word(**{"word/_rels/x.rels": TEMPLATE.replace(b"Ext", b"&#69;xt")}),
            "letter.docx",
            Refusal.ACTIVE,
        ),
        (crowded(60_000), "letter.docx", Refusal.TOO_LARGE),
        (crowded(6_000), "letter.docx", Refusal.TOO_LARGE),
        (word()[:-1], "letter.docx", Refusal.DAMAGED),
        (word(bomb=bytes(400 * 1024 * 1024)), "letter.docx", Refusal.TOO_LARGE),
    ],
)
def test_what_is_not_accepted_is_refused_with_its_reason(
    content: bytes, name: str, refusal: Refusal
) -> None:
    with pytest.raises(UploadRefusedError) as caught:
        inspect(content, name)
    assert caught.value.refusal == refusal


def test_a_file_over_its_limit_is_refused_with_the_limit() -> None:
    with pytest.raises(UploadRefusedError) as caught:
        inspect(b"a" * (5 * 1024 * 1024 + 1), "long.txt")
    assert (caught.value.refusal, caught.value.detail) == (Refusal.TOO_LARGE, "5")


def test_noise_is_nothing() -> None:
    assert recognise(bytes(range(256)) * 4) is None


@pytest.mark.parametrize(
    ("name", "kind", "kept"),
    [
        ("../../etc/passwd", kinds.TEXT, "passwd.txt"),
        ("C:\\Users\\x\\طلب.pdf", kinds.PDF, "طلب.pdf"),
        ("invoice\u202efdp.exe", kinds.PDF, "invoice_fdp.pdf"),
        ("\u061cfdp\u2066.\u2069jpg\u200f.pdf", kinds.PDF, "_fdp_._jpg_.pdf"),
        ("a\u200bb\ufeffc\u2028d\x85.pdf", kinds.PDF, "a_b_c_d_.pdf"),
        ("photo.jpg", kinds.PNG, "photo.png"),
        ("photo.JPEG", kinds.JPEG, "photo.jpeg"),
        ("a\r\nb.pdf", kinds.PDF, "a__b.pdf"),
        ("", kinds.PDF, "document.pdf"),
        (".pdf", kinds.PDF, "pdf.pdf"),
        ("x" * 300 + ".pdf", kinds.PDF, "x" * 100 + ".pdf"),
    ],
)
def test_a_name_is_made_safe(name: str, kind: Kind, kept: str) -> None:
    assert safe_name(name, kind) == kept


def test_a_list_of_members_is_not_read_when_it_is_endless() -> None:
    content = crowded(200_000)
    tracemalloc.start()
    with pytest.raises(UploadRefusedError):
        inspect(content, "letter.docx")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1_000_000


def test_links_to_pages_are_no_programs() -> None:
    link = TEMPLATE.replace(b"attachedTemplate", b"hyperlink")
    assert inspect(word(**{"word/_rels/document.xml.rels": link}), "letter.docx") == kinds.DOCX


@pytest.mark.parametrize(
    ("title", "kept"),
    [
        ("تصميم \u202eexe.fdp", "تصميم exe.fdp"),
        ("  رسم\r\n\tآخر ", "رسم آخر"),
        ("\u2066\u2069", ""),
        ("می\u200cخواهم", "می\u200cخواهم"),
    ],
)
def test_a_title_turns_no_text_around(title: str, kept: str) -> None:
    assert safe_title(title) == kept
