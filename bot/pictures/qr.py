"""A link as a QR code, to be scanned from a screen or a printed sheet."""

from dataclasses import dataclass

from bot.pictures.drawing import INK, WIDTH, Canvas, Words, box
from conversations.text import Text, _

QUIET = 4
"""Modules of white around the code, as its standard asks."""
DESCRIBED = _("A code to scan with the participant's phone.")


@dataclass(frozen=True, slots=True)
class QrCode:
    """What the code says; `{public_url}` in it is the address of this installation."""

    link: str


def draw(code: QrCode, words: Words) -> Canvas:
    """The code, as large as the picture is wide."""
    import segno

    rows = [bytes(row) for row in segno.make(words(Text(code.link)), error="m", micro=False).matrix]
    module = WIDTH / (len(rows) + 2 * QUIET)
    canvas = Canvas(height=WIDTH)
    dark = [
        box((QUIET + x) * module, (QUIET + y) * module, module, module)
        for y, row in enumerate(rows)
        for x, bit in enumerate(row)
        if bit
    ]
    canvas.path("".join(dark), fill=INK)
    return canvas
