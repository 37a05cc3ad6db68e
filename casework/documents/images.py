"""Write an image anew: what the camera noted beside it (place, time, owner) stays behind."""

import io
import warnings
from typing import Final

from PIL import Image, ImageOps

from casework.documents.enums import Refusal
from casework.documents.inspection import UploadRefusedError
from casework.documents.kinds import JPEG, PNG, WEBP, Kind

MOST_PIXELS: Final = 60_000_000
LONGEST_SIDE_PX: Final = 6000
QUALITY: Final = 88
FORMATS: Final = {JPEG: "JPEG", PNG: "PNG", WEBP: "WEBP"}


def rewrite(content: bytes, kind: Kind) -> bytes:
    """Return the same picture, upright, in the same format, without any metadata.

    Raises UploadRefusedError when it cannot be read or has too many pixels.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(content), formats=[FORMATS[kind]]) as image:
                return _written(image, kind)
    except UploadRefusedError:
        raise
    except (Image.DecompressionBombError, MemoryError) as error:
        raise _too_many_pixels() from error
    except (OSError, ValueError, SyntaxError) as error:
        raise UploadRefusedError(Refusal.DAMAGED) from error


def _too_many_pixels() -> UploadRefusedError:
    return UploadRefusedError(Refusal.TOO_MANY_PIXELS, str(MOST_PIXELS // 1_000_000))


def _written(image: Image.Image, kind: Kind) -> bytes:
    if image.width * image.height > MOST_PIXELS:
        raise _too_many_pixels()
    image.load()
    upright = _reduced(image, _mode(image, kind))
    ImageOps.exif_transpose(upright, in_place=True)
    bare = Image.new(upright.mode, upright.size)
    bare.paste(upright)
    out = io.BytesIO()
    if kind == PNG:
        bare.save(out, "PNG", optimize=True)
    else:
        bare.save(out, FORMATS[kind], quality=QUALITY)
    return out.getvalue()


def _reduced(image: Image.Image, mode: str) -> Image.Image:
    """Return the picture in a mode, no longer than wanted; a large one is never held thrice."""
    if image.mode == mode:
        image.thumbnail((LONGEST_SIDE_PX, LONGEST_SIDE_PX))
        return image
    changed = image.convert(mode)
    changed.thumbnail((LONGEST_SIDE_PX, LONGEST_SIDE_PX))
    return changed


def _mode(image: Image.Image, kind: Kind) -> str:
    """Return the colours to write: grey stays grey, transparency stays where the format has it."""
    if image.mode in {"1", "L"}:
        return "L"
    has_alpha = image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info
    return "RGBA" if has_alpha and kind != JPEG else "RGB"
