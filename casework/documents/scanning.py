"""Ask a ClamAV daemon about a file, where one is set up: its INSTREAM protocol."""

import socket
import struct
from typing import Final

from django.conf import settings

from casework.documents.enums import Refusal, Scan
from casework.documents.inspection import UploadRefusedError

CHUNK_BYTES: Final = 64 * 1024
PATIENCE_S: Final = 30


def scan(content: bytes) -> Scan:
    """Return what the scanner says; raise UploadRefusedError on a virus, or when it is away.

    `settings.CLAMD` is a path of a Unix socket or `host:port`; empty means that there is none. A
    scanner that is set up and does not answer refuses the file: unchecked files do not slip in.
    """
    if not settings.CLAMD:
        return Scan.NOT_SCANNED
    try:
        answer = _ask(settings.CLAMD, content)
    except OSError as error:
        raise UploadRefusedError(Refusal.NO_SCANNER) from error
    if answer.endswith("FOUND"):
        raise UploadRefusedError(Refusal.VIRUS)
    if not answer.endswith("OK"):
        raise UploadRefusedError(Refusal.NO_SCANNER)
    return Scan.CLEAN


def _ask(where: str, content: bytes) -> str:
    with _connected(where) as clamd:
        clamd.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), CHUNK_BYTES):
            chunk = content[start : start + CHUNK_BYTES]
            clamd.sendall(struct.pack("!L", len(chunk)) + chunk)
        clamd.sendall(struct.pack("!L", 0))
        answer = b""
        while not answer.endswith(b"\0") and (more := clamd.recv(1024)):
            answer += more
    return answer.rstrip(b"\0\n").decode("utf-8", "replace")


def _connected(where: str) -> socket.socket:
    if where.startswith("/"):
        clamd = socket.socket(socket.AF_UNIX)
        clamd.settimeout(PATIENCE_S)
        clamd.connect(where)
        return clamd
    host, _, port = where.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=PATIENCE_S)
