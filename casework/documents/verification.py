"""Whether what is stored is still what was stored: each file is read and its digest made anew."""

from dataclasses import dataclass

from casework.documents import storage
from casework.documents.models import StoredFile


@dataclass(frozen=True)
class Findings:
    """How many files were read, and the digests of those that are missing or changed."""

    read: int
    broken: tuple[str, ...]


def verify_files() -> Findings:
    """Read every stored file; a broken one is to be brought back from a copy."""
    read, broken = 0, []
    for sha256 in StoredFile.objects.values_list("sha256", flat=True).iterator():
        read += 1
        if not storage.is_whole(sha256):
            broken.append(sha256)
    return Findings(read, tuple(broken))
