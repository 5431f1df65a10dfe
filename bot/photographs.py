"""A photo as we keep it: drawn anew, upright, no larger than a screen needs, and without anything but its picture."""

from io import BytesIO

LONGEST_SIDE = 1600
"""Pixels: enough to judge skin on a screen."""
QUALITY = 85
MOST_PIXELS = 60_000_000


class NoPhoto(Exception):
    """It cannot be read as a picture."""


def redrawn(content: bytes) -> bytes:
    """The same picture as JPEG, without place, device, time or thumbnail. Raises NoPhoto."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with Image.open(BytesIO(content)) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise NoPhoto
            upright = ImageOps.exif_transpose(opened).convert("RGB")
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError) as error:
        raise NoPhoto from error
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    plain = Image.new("RGB", upright.size)
    plain.paste(upright)
    file = BytesIO()
    plain.save(file, "JPEG", quality=QUALITY)
    return file.getvalue()
