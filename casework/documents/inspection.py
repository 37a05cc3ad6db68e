"""What a file is, by its content alone, and whether it may be taken. Pure: bytes in, kind out."""

import html
import io
import re
import unicodedata
import zipfile
import zlib
from typing import Final

import puremagic

from casework.documents.enums import Refusal
from casework.documents.kinds import (
    DOCX,
    IN_ARCHIVES,
    KINDS,
    PDF,
    TEXT,
    XLSX,
    Kind,
    kind_of_name,
)
from casework.documents.pdf_programs import fault_of

HEAD_BYTES: Final = 4096
LARGEST_UNPACKED_BYTES: Final = 300 * 1024 * 1024
MOST_MEMBERS: Final = 5000
UNPRINTABLE: Final = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
LONGEST_DIRECTORY_BYTES: Final = 2 * 1024 * 1024
"""Of an archive's list of members: each of them costs memory before anything is unpacked."""
MACROS: Final = re.compile(
    r"vbaProject|/macrosheets/|/activeX/|oleObject|(?:^|/)(?:Basic|Scripts)/", re.IGNORECASE
)
LONGEST_NAME: Final = 100
UNFIT_IN_NAMES: Final = re.compile(r'[\\/:*?"<>|]')
UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Categories of characters that nobody sees, among them those that turn text around."""
TURNING: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]+")
RELATION: Final = re.compile(r"<(?:\w+:)?Relationship\b[^>]*>")
FETCHED: Final = re.compile(r"/(?:attachedTemplate|oleObject|frame|subDocument)[\"']")
UNREADABLE: Final = (NotImplementedError, RuntimeError, OSError, EOFError, zlib.error)
PARTS: Final = {
    b"wordprocessingml.document.main+xml": DOCX,
    b"spreadsheetml.sheet.main+xml": XLSX,
}


class UploadRefusedError(Exception):
    """The file is not accepted, for a reason."""

    def __init__(self, refusal: Refusal, detail: str = "") -> None:
        super().__init__(str(refusal.value))
        self.refusal = refusal
        self.detail = detail


def inspect(content: bytes, name: str) -> Kind:
    """Return what `content` is; raise UploadRefusedError when it may not be taken.

    The name is not believed: it only must not claim another kind than the content is.
    """
    if not content:
        raise UploadRefusedError(Refusal.EMPTY)
    kind = recognise(content)
    if kind is None:
        raise UploadRefusedError(Refusal.UNKNOWN_TYPE)
    claimed = kind_of_name(name)
    if claimed not in {None, kind} and not (claimed and claimed.is_image and kind.is_image):
        raise UploadRefusedError(Refusal.NOT_WHAT_IT_SAYS)
    if len(content) > kind.most_bytes:
        raise UploadRefusedError(Refusal.TOO_LARGE, str(kind.most_bytes // (1024 * 1024)))
    if kind == PDF:
        _refuse_unfit_pdf(content)
    return kind


def recognise(content: bytes) -> Kind | None:
    """Return the accepted kind that the bytes are, or None."""
    if content.startswith(b"PK\x03\x04"):
        return _archive(content)
    if _is_text(content):
        return TEXT
    try:
        found = puremagic.magic_string(content[:HEAD_BYTES])
    except puremagic.PureError:
        return None
    best = max((match.confidence for match in found), default=0.0)
    marks = {match.extension for match in found if match.confidence >= min(best, 0.4)}
    return next((kind for kind in KINDS if kind.marks & marks), None)


def _is_text(content: bytes) -> bool:
    """Tell whether it is plain text: UTF-8 without control characters, and not a page or script."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    start = text.lstrip()[:1]
    return not UNPRINTABLE.search(text) and start != "<" and not text.startswith(("%PDF", "#!"))


def _archive(content: bytes) -> Kind | None:
    """Return which office document an archive is; refuse programs in it, and bombs."""
    try:
        _refuse_long_directory(content)
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            if len(members) > MOST_MEMBERS or _unpacked(members) > LARGEST_UNPACKED_BYTES:
                raise UploadRefusedError(Refusal.TOO_LARGE)
            if any(MACROS.search(member.filename) for member in members):
                raise UploadRefusedError(Refusal.ACTIVE)
            return _office_kind(archive)
    except (zipfile.BadZipFile, KeyError, *UNREADABLE) as error:
        raise UploadRefusedError(Refusal.DAMAGED) from error


def _refuse_long_directory(content: bytes) -> None:
    """Refuse an archive whose list of members is longer than any office document's.

    The record at its end says how long (APPNOTE 4.3.16); the larger form (ZIP64) is for files that
    are not accepted anyway.
    """
    start = content.rfind(b"PK\x05\x06", -65_557)
    record = content[start : start + 22] if start >= 0 else b""
    if len(record) < 22:
        raise UploadRefusedError(Refusal.DAMAGED)
    if int.from_bytes(record[12:16], "little") > LONGEST_DIRECTORY_BYTES:
        raise UploadRefusedError(Refusal.TOO_LARGE)


def _unpacked(members: list[zipfile.ZipInfo]) -> int:
    return sum(member.file_size for member in members)


def _office_kind(archive: zipfile.ZipFile) -> Kind | None:
    names = set(archive.namelist())
    if "mimetype" in names:
        with archive.open("mimetype") as member:
            stated = member.read(200).decode("ascii", "replace").strip()
        return next((kind for kind in IN_ARCHIVES if kind.media_type == stated), None)
    if "[Content_Types].xml" not in names:
        return None
    with archive.open("[Content_Types].xml") as member:
        types = member.read(1024 * 1024)
    if b"macroEnabled" in types or any(_loads_program(archive, name) for name in names):
        raise UploadRefusedError(Refusal.ACTIVE)
    return next((kind for part, kind in PARTS.items() if part in types), None)


def _loads_program(archive: zipfile.ZipFile, name: str) -> bool:
    """Tell whether a list of relations fetches a template or an object when the file is opened."""
    if not name.endswith(".rels"):
        return False
    with archive.open(name) as member:
        raw = member.read(1024 * 1024)
    text = raw.decode("utf-16" if raw[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8", "replace")
    return any(_is_fetched(html.unescape(each)) for each in RELATION.findall(text))


def _is_fetched(relation: str) -> bool:
    return "External" in relation and FETCHED.search(relation) is not None


def _refuse_unfit_pdf(content: bytes) -> None:
    """Refuse a PDF that is cut short, hides behind other bytes, or carries a program."""
    if not content.startswith(b"%PDF-") or b"%%EOF" not in content[-2048:]:
        raise UploadRefusedError(Refusal.DAMAGED)
    if fault := fault_of(content):
        raise UploadRefusedError(fault)


def safe_name(name: str, kind: Kind) -> str:
    """Return a name for the file: no path, nothing that turns text around, the kind's extension."""
    plain = unicodedata.normalize("NFC", name.replace("\\", "/").rsplit("/", 1)[-1])
    plain = "".join("_" if unicodedata.category(each) in UNSEEN else each for each in plain)
    plain = UNFIT_IN_NAMES.sub("_", plain).strip(" .")
    stem, dot, extension = plain.rpartition(".")
    if not dot or not stem:
        stem, extension = plain, ""
    suffix = f".{extension.lower()}"
    if suffix not in kind.extensions:
        stem, suffix = stem or plain, kind.extensions[0]
    return f"{stem[:LONGEST_NAME].strip(' .') or 'document'}{suffix}"


def safe_title(title: str) -> str:
    """Return a title on one line, without characters that would turn the text around it."""
    return " ".join(TURNING.sub(" ", unicodedata.normalize("NFC", title)).split())
