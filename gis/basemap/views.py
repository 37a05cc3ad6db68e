"""Archives of base maps over HTTP, where nginx does not serve them itself: whole or in parts."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.http import HttpResponseNotModified as NotModified
from django.utils.cache import patch_cache_control
from django.utils.http import http_date, parse_etags
from django.views.decorators.http import require_safe

from gis.basemap.offers import path_of
from gis.basemap.ranges import UnsatisfiableError, asked

MEDIA_TYPE = "application/vnd.pmtiles"
FRESH_S = 3600
"""Pages name the version in the address; who asks without it may wait an hour for a new one."""
BLOCK = 64 * 1024


@require_safe
def archive(request: HttpRequest, name: str) -> HttpResponseBase:
    """Return an archive, or the part of it that the request asks for."""
    try:
        file = path_of(name).open("rb")
    except OSError:
        raise Http404 from None
    state = os.fstat(file.fileno())
    marks = f'"{int(state.st_mtime):x}-{state.st_size:x}"', http_date(state.st_mtime)
    response = _answer(request, file, state.st_size, marks)
    if not response.streaming:
        file.close()
    response["ETag"], response["Last-Modified"] = marks
    response["Accept-Ranges"] = "bytes"
    patch_cache_control(response, public=True, max_age=FRESH_S)
    return response


def _answer(
    request: HttpRequest, file: BinaryIO, size: int, marks: tuple[str, str]
) -> HttpResponseBase:
    etag, modified = marks
    known = parse_etags(request.headers.get("If-None-Match", ""))
    if etag in known or (not known and request.headers.get("If-Modified-Since") == modified):
        return NotModified()
    is_same = request.headers.get("If-Range", etag) in marks
    try:
        part = asked(request.headers.get("Range", ""), size) if is_same else None
    except UnsatisfiableError:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    begin, length = part or (0, size)
    headers = {"Content-Length": str(length), "Content-Type": MEDIA_TYPE}
    if part:
        headers["Content-Range"] = f"bytes {begin}-{begin + length - 1}/{size}"
    if request.method == "HEAD":
        return HttpResponse(status=206 if part else 200, headers=headers)
    file.seek(begin)
    return StreamingHttpResponse(Part(file, length), status=206 if part else 200, headers=headers)


@dataclass
class Part:
    """The next bytes of a file, in blocks; Django closes it with the response."""

    file: BinaryIO
    length: int

    def __iter__(self) -> Iterator[bytes]:
        while self.length and (block := self.file.read(min(BLOCK, self.length))):
            self.length -= len(block)
            yield block

    def close(self) -> None:
        """Let go of the file."""
        self.file.close()
