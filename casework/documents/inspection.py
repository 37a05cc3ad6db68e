"""What a file is, by its content alone, and whether it may be taken. Pure: bytes in, kind out."""

import io
import re
import unicodedata
import zipfile
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

HEAD_BYTES: Final = 4096
LARGEST_UNPACKED_BYTES: Final = 300 * 1024 * 1024
MOST_MEMBERS: Final = 5000
UNPRINTABLE: Final = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
ACTIVE_PDF: Final = re.compile(rb"/(?:JavaScript|JS|Launch|RichMedia|XFA)\b")
MACROS: Final = re.compile(r"vbaProject|/macrosheets/|(?:^|/)(?:Basic|Scripts)/", re.IGNORECASE)
LONGEST_NAME: Final = 100
UNFIT_IN_NAMES: Final = re.compile(
    r'[\\/:*?"<>|\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]'
)
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
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            if len(members) > MOST_MEMBERS or _unpacked(members) > LARGEST_UNPACKED_BYTES:
                raise UploadRefusedError(Refusal.TOO_LARGE)
            if any(MACROS.search(member.filename) for member in members):
                raise UploadRefusedError(Refusal.ACTIVE)
            return _office_kind(archive)
    except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError, OSError) as error:
        raise UploadRefusedError(Refusal.DAMAGED) from error


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
    if b"macroEnabled" in types:
        raise UploadRefusedError(Refusal.ACTIVE)
    return next((kind for part, kind in PARTS.items() if part in types), None)


def _refuse_unfit_pdf(content: bytes) -> None:
    """Refuse a PDF that is cut short, hides behind other bytes, or carries a program."""
    if not content.startswith(b"%PDF-") or b"%%EOF" not in content[-2048:]:
        raise UploadRefusedError(Refusal.DAMAGED)
    if ACTIVE_PDF.search(content):
        raise UploadRefusedError(Refusal.ACTIVE)


def safe_name(name: str, kind: Kind) -> str:
    """Return a name for the file: no path, nothing that turns text around, the kind's extension."""
    plain = unicodedata.normalize("NFC", name.replace("\\", "/").rsplit("/", 1)[-1])
    plain = UNFIT_IN_NAMES.sub("_", plain).strip(" .")
    stem, dot, extension = plain.rpartition(".")
    if not dot or not stem:
        stem, extension = plain, ""
    suffix = f".{extension.lower()}"
    if suffix not in kind.extensions:
        stem, suffix = stem or plain, kind.extensions[0]
    return f"{stem[:LONGEST_NAME].strip(' .') or 'document'}{suffix}"
