"""A photo is written anew: the picture stays, everything that the camera noted is gone."""

import io
import struct
import subprocess
import sys
import tracemalloc
import zlib

import pytest
from PIL import Image

from casework.documents import images
from casework.documents.enums import Refusal
from casework.documents.images import rewrite
from casework.documents.inspection import UploadRefusedError
from casework.documents.kinds import JPEG, PNG, WEBP
from tests.casework.documents.samples import photo_with_place, picture


def opened(content: bytes) -> Image.Image:
    """Return a picture, read whole."""
    image = Image.open(io.BytesIO(content))
    image.load()
    return image


def png_of(width: int, height: int) -> bytes:
    """Return a PNG that claims a size, in a few bytes."""
    head = struct.pack(">2I5B", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(bytes(3000))), (b"IEND", b""))
    written = b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + written


def test_the_sample_really_says_where_it_was_taken() -> None:
    exif = opened(photo_with_place()).getexif()
    assert exif.get_ifd(0x8825)[2] == (31.0, 37.0, 46.0)


def test_place_time_camera_and_remarks_are_gone_and_it_stands_upright() -> None:
    content = rewrite(photo_with_place(), JPEG)
    image = opened(content)
    assert not dict(image.getexif())
    assert "comment" not in image.info
    assert b"Camera" not in content
    assert b"private" not in content
    assert image.size == (30, 40)
    top, bottom = image.getpixel((15, 2)), image.getpixel((15, 37))
    assert top[0] > 200 > 60 > top[1]  # type: ignore[index]
    assert min(bottom) > 200  # type: ignore[arg-type]


def test_bytes_behind_the_picture_are_gone() -> None:
    for kind, form in ((JPEG, "JPEG"), (PNG, "PNG"), (WEBP, "WEBP")):
        assert b"<script>" not in rewrite(picture(form) + b"<script>", kind)


def test_transparency_stays_where_the_format_has_it() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (4, 4), (255, 0, 0, 0)).save(out, "PNG")
    assert opened(rewrite(out.getvalue(), PNG)).mode == "RGBA"


def test_a_very_large_photo_is_made_smaller() -> None:
    image = opened(rewrite(picture(size=(7000, 10)), JPEG))
    assert image.width == images.LONGEST_SIDE_PX


def test_a_picture_of_too_many_pixels_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(images, "MOST_PIXELS", 1000)
    with pytest.raises(UploadRefusedError) as caught:
        rewrite(picture(), JPEG)
    assert caught.value.refusal == Refusal.TOO_MANY_PIXELS


@pytest.mark.parametrize("content", [picture()[:200], b"\xff\xd8\xff\xe0" + bytes(50)])
def test_a_broken_picture_is_refused(content: bytes) -> None:
    with pytest.raises(UploadRefusedError) as caught:
        rewrite(content, JPEG)
    assert caught.value.refusal == Refusal.DAMAGED


@pytest.mark.parametrize("size", [(8000, 8000), (100_000, 100_000)])
def test_a_picture_bomb_is_refused_before_it_is_unpacked(size: tuple[int, int]) -> None:
    tracemalloc.start()
    with pytest.raises(UploadRefusedError) as caught:
        rewrite(png_of(*size), PNG)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert caught.value.refusal == Refusal.TOO_MANY_PIXELS
    assert caught.value.detail == "60"
    assert peak < 10_000_000


def test_memory_that_is_not_there_is_said_kindly(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(images, "_reduced", fail)
    with pytest.raises(UploadRefusedError) as caught:
        rewrite(picture(), JPEG)
    assert caught.value.refusal == Refusal.TOO_MANY_PIXELS


def test_a_large_picture_stays_within_its_memory() -> None:
    script = (
        "import sys; from casework.documents.images import rewrite;"
        "from casework.documents.kinds import PNG;"
        "rewrite(sys.stdin.buffer.read(), PNG);"
        # not getrusage: that counts what the process that started this one used
        "print(open('/proc/self/status').read().split('VmHWM:')[1].split()[0])"
    )
    out = io.BytesIO()
    Image.new("1", (7700, 7700)).save(out, "PNG")
    told = subprocess.run(
        [sys.executable, "-c", script], input=out.getvalue(), capture_output=True, check=True
    )
    assert int(told.stdout) < 500 * 1024, "kilobytes at the most"
