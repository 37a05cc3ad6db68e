"""Looks into a PDF that a stranger sent; runs as a process of its own, with little to spend.

`python -m casework.signatures.inspection` reads a file from its standard input and writes JSON: the
signatures found, whether each still fits, and the verification codes. It knows neither Django nor
the database, and opens nothing.
"""

import contextlib
import hashlib
import io
import json
import resource
import sys
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.general import UnacceptableSignerError
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko_certvalidator import ValidationContext

from casework.signatures.pdf_contents import is_plain
from casework.signatures.pdf_text import BROKEN, codes_in, codes_of

MEMORY_BYTES: Final = 768 * 1024 * 1024
SECONDS: Final = 10
MOST_SIGNATURES: Final = 20
_UNREADABLE: Final = (
    *BROKEN,
    UnacceptableSignerError,
    SignatureValidationError,
    NotImplementedError,
)


@dataclass(frozen=True)
class FoundSignature:
    """One signature of a file.

    fingerprint: SHA-256 of the signer's certificate, hexadecimal; empty where it cannot be read.
    is_intact: it fits the part of the file that it covers, and that begins at the first byte.
    is_extended: more than proofs of validity was added behind that part.
    codes: verification codes that it names itself.
    """

    fingerprint: str
    is_intact: bool
    is_extended: bool
    codes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Inspection:
    """What was found in a file."""

    is_pdf: bool
    signatures: list[FoundSignature] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    pages: int = 0
    is_plain: bool = False
    """It holds no script, form, film or other file, and is not locked: it shows what it shows."""


def inspect(content: bytes) -> Inspection:
    """Return what a file holds; a file that cannot be read is no PDF."""
    try:
        reader = PdfFileReader(io.BytesIO(content), strict=False)
        embedded = reader.embedded_regular_signatures[:MOST_SIGNATURES]
        codes = codes_of(reader, content)
        pages = int(reader.root["/Pages"]["/Count"])
        plain = not reader.encrypted and is_plain(reader.root)
    except _UNREADABLE:
        return Inspection(is_pdf=False, codes=sorted(codes_in(content.decode("latin-1"))))
    return Inspection(
        is_pdf=True,
        signatures=[_signature(each) for each in embedded],
        codes=sorted(codes),
        pages=pages,
        is_plain=plain,
    )


def _signature(embedded: EmbeddedPdfSignature) -> FoundSignature:
    codes = sorted(codes_in(_contact(embedded)))
    try:
        fingerprint = hashlib.sha256(embedded.signer_cert.dump()).hexdigest()
    except _UNREADABLE:
        return FoundSignature("", is_intact=False, is_extended=False, codes=codes)
    try:
        status = validate_pdf_signature(embedded, _nobody_trusted())
    except _UNREADABLE:
        return FoundSignature(fingerprint, is_intact=False, is_extended=False, codes=codes)
    return FoundSignature(
        fingerprint,
        is_intact=bool(status.intact and status.valid and embedded.byte_range[0] == 0),
        is_extended=_is_extended(status),
        codes=codes,
    )


def _nobody_trusted() -> ValidationContext:
    """Return a context that trusts nobody: whose certificate it is, the register decides."""
    return ValidationContext(trust_roots=[], allow_fetching=False)


def _is_extended(status: Any) -> bool:
    level = status.modification_level
    return level is None or level.value > ModificationLevel.LTA_UPDATES.value


def _contact(embedded: EmbeddedPdfSignature) -> str:
    try:
        return str(embedded.sig_object["/ContactInfo"])
    except _UNREADABLE:
        return ""


def main() -> None:
    """Inspect standard input under limits of memory, time and files."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    with contextlib.redirect_stderr(io.StringIO()):
        found = inspect(sys.stdin.buffer.read())
    sys.stdout.write(json.dumps(asdict(found)))


if __name__ == "__main__":
    main()
