"""Which files are accepted: an allowlist, and how each kind is recognised by its content."""

from dataclasses import dataclass
from typing import Final

MIB: Final = 1024 * 1024


@dataclass(frozen=True)
class Kind:
    """A kind of file: its media type, its extensions (the first is given to it), its limit.

    `marks` are the extensions under which the library of signatures knows it. An image is written
    anew, which leaves behind whatever else was in the file.
    """

    media_type: str
    extensions: tuple[str, ...]
    most_bytes: int
    marks: frozenset[str] = frozenset()
    is_image: bool = False


PDF: Final = Kind("application/pdf", (".pdf",), 25 * MIB, frozenset({".pdf"}))
JPEG: Final = Kind(
    "image/jpeg", (".jpg", ".jpeg", ".jfif"), 20 * MIB, frozenset({".jpg"}), is_image=True
)
PNG: Final = Kind("image/png", (".png",), 20 * MIB, frozenset({".png"}), is_image=True)
WEBP: Final = Kind("image/webp", (".webp",), 20 * MIB, frozenset({".webp"}), is_image=True)
DOCX: Final = Kind(
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document", (".docx",), 25 * MIB
)
XLSX: Final = Kind(
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", (".xlsx",), 25 * MIB
)
ODT: Final = Kind("application/vnd.oasis.opendocument.text", (".odt",), 25 * MIB)
ODS: Final = Kind("application/vnd.oasis.opendocument.spreadsheet", (".ods",), 25 * MIB)
TEXT: Final = Kind("text/plain", (".txt", ".csv"), 5 * MIB)
MP3: Final = Kind("audio/mpeg", (".mp3",), 30 * MIB, frozenset({".mp3", ".mpga"}))
M4A: Final = Kind("audio/mp4", (".m4a",), 30 * MIB, frozenset({".m4a"}))
OGG: Final = Kind("audio/ogg", (".ogg", ".oga", ".opus"), 30 * MIB, frozenset({".ogg"}))
MP4: Final = Kind("video/mp4", (".mp4",), 30 * MIB, frozenset({".mp4"}))
WEBM: Final = Kind("video/webm", (".webm",), 30 * MIB, frozenset({".webm"}))

KINDS: Final = (PDF, JPEG, PNG, WEBP, DOCX, XLSX, ODT, ODS, TEXT, MP3, M4A, OGG, MP4, WEBM)
IN_ARCHIVES: Final = (DOCX, XLSX, ODT, ODS)
MOST_BYTES: Final = max(kind.most_bytes for kind in KINDS)
ACCEPT: Final = ",".join(extension for kind in KINDS for extension in kind.extensions)
"""For the `accept` of a form's field."""


def kind_of_type(media_type: str) -> Kind | None:
    """Return the kind of a media type."""
    return next((kind for kind in KINDS if kind.media_type == media_type), None)


def kind_of_name(name: str) -> Kind | None:
    """Return the kind that a file's name claims."""
    dot = name.rfind(".")
    extension = name[dot:].lower() if dot >= 0 else ""
    return next((kind for kind in KINDS if extension in kind.extensions), None)
