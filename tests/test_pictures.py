"""Pictures: true to the figures, readable on a phone of 360 pixels, in both languages, fast enough for a chat."""

from __future__ import annotations

import json
import struct
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable
from datetime import date, timedelta

import pytest

from bot.languages import LANGUAGES, languages
from bot.pictures import Figure, described, drawn, figure_from_plain, figure_to_plain
from bot.pictures.course import Course, Mark, Week, table
from bot.pictures.drawing import OF_TALL, RED, STONE, WIDTH, Canvas, breadth
from bot.pictures.heat import COLOURS, OUTCOMES, ROWS, Heat, HeatRow
from bot.pictures.qr import QrCode
from conversations.text import Text

FIRST = date(2026, 3, 1)
SVG = "{http://www.w3.org/2000/svg}"
SMALLEST = 11
FAST_ENOUGH = 0.150
"""Seconds of a processor for one picture (issue 5 §6)."""


def course(days: int = 392, code: str = "P-012") -> Course:
    """A whole course: 60 mg tapered to 5, days left out, days without an answer, everything that can happen."""
    planned = tuple(float(max(5, 60 - 5 * (day // 28))) for day in range(days + 14))
    taken = tuple(None if day % 13 == 5 else 0.0 if day % 29 == 7 else planned[day] for day in range(days))
    weeks = tuple(
        Week(FIRST + timedelta(7 * n + 6), max(0, 9 - n), max(0, 7 - n // 2) if n % 5 else None)
        for n in range(days // 7)
    )
    kinds = ("injection", "visit", "emergency", "urgent", "review")
    marks = tuple(Mark(FIRST + timedelta(n * 5), kind) for n, kind in enumerate(kinds))
    return Course(code, FIRST, FIRST + timedelta(days - 1), planned, taken, weeks, marks)


def heat(people: int = ROWS, columns: int = 28, *, weekly: bool = False, code: str = "P-") -> Heat:
    order = [name for name in OUTCOMES if name != "none"]
    usual = ["answered"] * 12 + order

    def cell(row: int, column: int) -> tuple[str, ...]:
        asked = 8 if weekly else 1
        return tuple(usual[(row * 7 + column * 3 + n) % len(usual)] for n in range(asked))

    rows = tuple(
        HeatRow(f"{code}{row:03}", tuple(cell(row, column) for column in range(columns)), 100 - row)
        for row in range(people)
    )
    return Heat(FIRST, FIRST + timedelta(27), rows, weekly, 2, 2)


FIGURES: dict[str, Callable[[], Figure]] = {
    "a course of 56 weeks": course,
    "a course of one day": lambda: course(1),
    "a course without any answer": lambda: Course("P-1", FIRST, FIRST, (None,), (None,)),
    "28 days of fifty people": heat,
    "56 weeks of fifty people": lambda: heat(columns=56, weekly=True),
    "nobody": lambda: Heat(FIRST, FIRST, ()),
    "a code to scan": lambda: QrCode("{public_url}/c/abcdefghijklmnopqrstuvwxyza"),
}


def words(language: str) -> Callable[[Text], str]:
    known = {"public_url": "https://anhao.test"}
    return lambda text: languages().render(text, language, known)


def picture(figure: Figure, language: str = "zh") -> Canvas:
    return drawn(figure, words(language))


def texts(canvas: Canvas) -> list[ET.Element]:
    return list(ET.fromstring(canvas.svg()).iter(f"{SVG}text"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", FIGURES)
def test_every_word_stands_within_the_picture_and_is_large_enough_for_a_phone(name: str, language: str) -> None:
    canvas = picture(FIGURES[name](), language)

    for element in texts(canvas):
        x, size = float(element.attrib["x"]), float(element.attrib["font-size"])
        wide = breadth(element.text or "", size)
        left = x - {"start": 0, "middle": wide / 2, "end": wide}[element.attrib["text-anchor"]]
        assert size >= SMALLEST
        assert left >= 0, element.text
        assert left + wide <= canvas.width + 1, element.text
        assert float(element.attrib["y"]) <= canvas.height
        assert "{" not in (element.text or "")


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_is_kept_as_json_and_comes_back_the_same(name: str) -> None:
    figure = FIGURES[name]()

    assert figure_from_plain(json.loads(json.dumps(figure_to_plain(figure)))) == figure
    assert words("en")(described(figure))


@pytest.mark.parametrize("code", ["<script>alert(1)</script>"[:20], 'a"b&c', "P-00000000000000000X"])
def test_a_code_is_only_ever_a_word(code: str) -> None:
    """Fault 98: what stands in a picture is never read as its markup."""
    for figure in (course(30, code), heat(3, code=code)):
        tags = {element.tag for element in ET.fromstring(picture(figure).svg()).iter()}

        assert tags <= {f"{SVG}{tag}" for tag in ("svg", "rect", "path", "text")}


def test_a_day_without_an_answer_is_not_a_day_without_a_dose() -> None:
    """Content §5.1: no answer is missing, never 0 mg."""
    silent = Course("P-1", FIRST, FIRST + timedelta(3), (30.0,) * 4, (30.0, None, 30.0, 30.0))
    left_out = Course("P-1", FIRST, FIRST + timedelta(3), (30.0,) * 4, (30.0, 0.0, 30.0, 30.0))

    assert STONE in picture(silent).svg()
    said = {"silent": [e.text for e in texts(picture(silent))], "none": [e.text for e in texts(picture(left_out))]}
    assert "没吃" not in said["silent"]
    assert "没吃" in said["none"]


def test_the_table_says_the_same_as_the_picture() -> None:
    rows = table(course(15))

    assert [row.first for row in rows] == [FIRST + timedelta(14), FIRST + timedelta(7), FIRST]
    assert (rows[2].taken, rows[2].planned, rows[2].unanswered) == (360.0, 420.0, 1)
    assert (rows[2].new, rows[2].pain, rows[1].new, rows[1].pain) == (9, None, 8, 7)
    assert (rows[0].taken, rows[0].planned, rows[0].new) == (60.0, 60.0, None)


def test_our_fault_has_its_own_colour_which_is_never_red_and_no_colour_stands_alone() -> None:
    drawings = {
        outcome: picture(Heat(FIRST, FIRST, (HeatRow("P-1", ((outcome,),), None),))).shapes for outcome in COLOURS
    }

    assert len(set(COLOURS.values())) == len(COLOURS)
    assert RED not in "".join(drawings["missed_system"])
    bare = {tuple(shape.replace(colour, "") for shape in drawings[name]) for name, colour in COLOURS.items()}
    assert len(bare) == len(COLOURS)
    for outcome, shapes in drawings.items():
        assert words("zh")(OUTCOMES[outcome]) in "".join(shapes)


def size_of(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def test_chinese_letters_are_letters_and_not_boxes() -> None:
    """Fault: a font without the glyph draws the same box for every letter."""

    def of(letters: str) -> bytes:
        canvas = Canvas(height=40)
        canvas.text(10, 30, letters, 16)
        return canvas.png()

    assert len({of(letters) for letters in ("激素", "毫克", "疼痛", "破口", "  ")}) == 5


@pytest.mark.parametrize("name", ["a course of 56 weeks", "28 days of fifty people", "a code to scan"])
def test_a_picture_for_a_chat_is_drawn_fast_and_fine_enough(name: str) -> None:
    figure = FIGURES[name]()
    spent = []
    for _time in range(3):
        begun = time.process_time()
        png = picture(figure).png()
        spent.append(time.process_time() - begun)

    width, height = size_of(png)
    assert width >= WIDTH * OF_TALL - 2
    assert width + height <= 10_000  # what Telegram takes
    assert max(width, height) / min(width, height) <= 20
    assert min(spent) <= FAST_ENOUGH
