"""Pictures: figures drawn by us as SVG for pages, and turned into PNG for a chat. Pure but for the PNG.

A figure (`Course`, `Heat`, `QrCode`) has no language yet: `drawn` puts it into the reader's words.
"""

from pydantic import TypeAdapter

from bot.pictures import course, heat, qr
from bot.pictures.course import Course
from bot.pictures.drawing import Canvas, Words
from bot.pictures.heat import Heat
from bot.pictures.qr import QrCode
from conversations.text import Text

Figure = Course | Heat | QrCode

_FIGURE: TypeAdapter[Figure] = TypeAdapter(Figure)


def drawn(figure: Figure, words: Words) -> Canvas:
    """The figure as a drawing in the reader's words."""
    match figure:
        case Course():
            return course.draw(figure, words)
        case Heat():
            return heat.draw(figure, words)
        case QrCode():
            return qr.draw(figure, words)


def described(figure: Figure) -> Text:
    """What the picture shows, in one sentence, for those who cannot see it."""
    match figure:
        case Course():
            return course.described(figure)
        case Heat():
            return heat.described(figure)
        case QrCode():
            return qr.DESCRIBED


def figure_to_plain(figure: Figure) -> object:
    """A figure as JSON can hold it."""
    return _FIGURE.dump_python(figure, mode="json")


def figure_from_plain(plain: object) -> Figure:
    """What `figure_to_plain` made. Raises ValueError."""
    return _FIGURE.validate_python(plain)
