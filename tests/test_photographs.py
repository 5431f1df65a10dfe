"""A photo as it is kept: upright, small enough, and without place, device or time (fault 68)."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from bot.photographs import LONGEST_SIDE, NoPhoto, redrawn

ORIENTATION, MAKER, GPS = 0x0112, 0x010F, 0x8825


def photo(size: tuple[int, int] = (40, 20), *, form: str = "JPEG", turned: int = 1) -> bytes:
    """A photo as a phone makes it: the left half red, with where and with which device it was taken."""
    image = Image.new("RGB", size, "white")
    image.paste((200, 0, 0), (0, 0, size[0] // 2, size[1]))
    exif = Image.Exif()
    exif[ORIENTATION], exif[MAKER] = turned, "Phone maker"
    exif.get_ifd(GPS).update({1: "N", 2: (26.0, 4.0, 30.0), 3: "E", 4: (119.0, 18.0, 0.0)})
    file = BytesIO()
    image.save(file, form, exif=exif)
    return file.getvalue()


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_nothing_but_the_picture_is_left(form: str) -> None:
    content = photo(form=form)
    assert b"Phone maker" in content

    kept = redrawn(content)

    assert b"Phone maker" not in kept
    with Image.open(BytesIO(kept)) as image:
        assert image.format == "JPEG"
        assert not image.getexif()
        assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def test_it_stands_upright() -> None:
    with Image.open(BytesIO(redrawn(photo(turned=6)))) as image:
        assert image.size == (20, 40)
        red, _green, blue = image.getpixel((10, 2))  # type: ignore[misc]  # RGB has three
        assert red > 150 > blue


def test_it_is_no_larger_than_a_screen_needs() -> None:
    with Image.open(BytesIO(redrawn(photo((4000, 3000))))) as image:
        assert max(image.size) == LONGEST_SIDE


@pytest.mark.parametrize("content", [b"", b"not a picture", b"\xff\xd8\xff\xe0broken", photo()[:200], b"<svg/>"])
def test_what_is_no_picture_is_not_kept(content: bytes) -> None:
    with pytest.raises(NoPhoto):
        redrawn(content)
