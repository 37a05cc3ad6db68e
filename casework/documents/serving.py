"""Hand a stored file out, so that a browser can only save it, or show it as a picture."""

from typing import Final

from django.http import FileResponse, Http404

from casework.documents import storage
from casework.documents.kinds import kind_of_type
from casework.documents.models import Version

SANDBOX: Final = "default-src 'none'; sandbox"


def served(version: Version, *, is_inline: bool = False) -> FileResponse:
    """Return the bytes of a version under its own name.

    Only pictures, which we wrote ourselves, may be shown in place. Raises Http404 when the bytes
    are missing from the disk.
    """
    kind = kind_of_type(version.file.media_type)
    path = storage.path_of(version.file.sha256)
    if kind is None or not path.is_file():
        raise Http404
    response = FileResponse(
        path.open("rb"),
        as_attachment=not (is_inline and kind.is_image),
        filename=version.name,
        content_type=kind.media_type,
    )
    response["Content-Security-Policy"] = SANDBOX
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response
