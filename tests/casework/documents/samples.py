"""Small files of every kind, made on the spot."""

import io
import struct
import zipfile
from typing import Any

from PIL import Image

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
TEXT = "طلب شهادة إدارية\nDemande d’attestation\n".encode()
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def picture(kind: str = "JPEG", size: tuple[int, int] = (40, 30), **more: Any) -> bytes:
    """Return a picture that is red on its left half and white on its right."""
    image = Image.new("RGB", size, "white")
    image.paste("red", (0, 0, size[0] // 2, size[1]))
    out = io.BytesIO()
    image.save(out, kind, **more)
    return out.getvalue()


def photo_with_place() -> bytes:
    """Return a photo that lies on its side and says where, when and with what it was taken."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Camera of the resident"
    exif.get_ifd(0x8825).update({1: "N", 2: (31.0, 37.0, 46.0), 3: "W", 4: (7.0, 58.0, 52.0)})
    exif.get_ifd(0x8769)[0x9003] = "2026:05:04 12:00:00"
    return picture(exif=exif, comment=b"private remark")


def archive(members: dict[str, bytes]) -> bytes:
    """Return a ZIP archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return out.getvalue()


def word(**more: bytes) -> bytes:
    """Return a Word document with further members."""
    types = f'<Types><Override ContentType="{WORD}"/></Types>'.encode()
    return archive({"[Content_Types].xml": types, "word/document.xml": b"<w/>", **more})


def crowded(count: int) -> bytes:
    """Return a Word document with so many members that listing them alone is work."""
    entry = (
        struct.pack("<4s6H3I5H2I", b"PK\x01\x02", *[0] * 6, *[0] * 3, 4, *[0] * 4, 0, 0) + b"name"
    )
    start = word()[:-22]
    at = start.index(b"PK\x01\x02")
    listed = entry * count
    end = struct.pack(
        "<4s4H2IH", b"PK\x05\x06", 0, 0, count % 65536, count % 65536, len(listed), at, 0
    )
    return start[:at] + listed + end


def open_document(media_type: str = "application/vnd.oasis.opendocument.text") -> bytes:
    """Return an OpenDocument text."""
    return archive({"mimetype": media_type.encode(), "content.xml": b"<office/>"})
