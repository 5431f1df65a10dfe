"""Who is answering, in one picture: participants below each other, days (or weeks) beside each other.

A day is one square; a week is a column in which each outcome takes its share. The study arm is nowhere in it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from bot.pictures.drawing import (
    AMBER,
    INK,
    JADE,
    LINE,
    PALE_JADE,
    RED,
    SAND,
    SOFT,
    STONE,
    WHITE,
    Canvas,
    Words,
    box,
    breadth,
    disc,
    polygon,
)
from conversations.text import Text, _

ROWS = 50
"""Participants of one picture at most."""
LABEL, PERCENT = 66.0, 38.0
"""Room for the codes on the left and the percentages on the right."""
TOP, ROW = 62.0, 14.0
SIZE = 11.5

OUTCOMES: dict[str, Text] = {
    "answered": _("on time"),
    "answered_late": _("late"),
    "partial": _("in part"),
    "missed_participant": _("missed"),
    "missed_system": _("not asked: our fault"),
    "paused": _("paused"),
    "open": _("still open"),
    "none": _("nothing asked"),
}
"""What became of a question, in the order in which a week's column is filled from below."""
COLOURS = {
    "answered": JADE,
    "answered_late": PALE_JADE,
    "partial": AMBER,
    "missed_participant": RED,
    "missed_system": STONE,
    "paused": SAND,
    "open": WHITE,
}


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One participant: the outcomes of each day or week from the first on, and on time of all expected, in percent."""

    code: str
    cells: tuple[tuple[str, ...], ...]
    percent: int | None


@dataclass(frozen=True, slots=True)
class Heat:
    """`first` and `last` are the days at both ends; weeks are each person's own, from their start.
    `page` of `pages`, each of `ROWS` participants at most.
    """

    first: date
    last: date
    rows: tuple[HeatRow, ...]
    weekly: bool = False
    page: int = 1
    pages: int = 1

    @property
    def columns(self) -> int:
        return max((len(row.cells) for row in self.rows), default=0)


def described(heat: Heat) -> Text:
    """What the picture shows, in one sentence."""
    return _(
        "Who answered from {first} to {last}: {count} participants, one row each.",
        first=heat.first,
        last=heat.last,
        count=len(heat.rows),
    )


def draw(heat: Heat, words: Words) -> Canvas:
    """The picture in the reader's words."""
    step = 11.0 if heat.weekly else (360 - LABEL - PERCENT - 6) / 28
    canvas = Canvas(width=LABEL + PERCENT + 6 + max(heat.columns, 24) * step)
    canvas.text(10, 24, words(_("Who is answering")), 16)
    if heat.pages > 1:
        page = _("{page} of {pages}", page=heat.page, pages=heat.pages)
        canvas.text(canvas.width - 10, 24, words(page), 12, SOFT, "end")
    end = LABEL + heat.columns * step
    begins, ends = _("{date}", date=heat.first), _("{date}", date=heat.last)
    if heat.weekly:
        begins, ends = _("week {week}", week=1), _("week {week}", week=heat.columns)
    canvas.text(LABEL, TOP - 9, words(begins), 12, SOFT)
    canvas.text(end, TOP - 9, words(ends), 12, SOFT, "end")
    canvas.text(canvas.width - 8, TOP - 9, "%", 12, SOFT, "end")
    for number, row in enumerate(heat.rows):
        y = TOP + number * ROW
        canvas.text(10, y + 9.8, _fitting(row.code), SIZE)
        canvas.text(canvas.width - 8, y + 9.8, "–" if row.percent is None else str(row.percent), SIZE, INK, "end")
    for outcome in COLOURS:
        places = list(_places(heat, outcome, step))
        _fill(canvas, outcome, places)
    _legend(canvas, heat, words)
    return canvas


def _fitting(code: str) -> str:
    """The code, or as much of it as there is room for."""
    if breadth(code, SIZE) <= LABEL - 12:
        return code
    while breadth(code + "…", SIZE) > LABEL - 12:
        code = code[:-1]
    return code + "…"


Place = tuple[float, float, float, float]
"""Where a box stands: left, top, width, height."""


def _places(heat: Heat, outcome: str, step: float) -> Iterator[Place]:
    """Every box of this outcome."""
    order = list(OUTCOMES)
    for number, row in enumerate(heat.rows):
        bottom, height, width = TOP + number * ROW + ROW - 2, ROW - 3, step - 1.4
        for column, cell in enumerate(row.cells):
            count = cell.count(outcome)
            if count:
                share = height / len(cell)
                below = sum(order.index(other) < order.index(outcome) for other in cell)
                yield LABEL + column * step, bottom - (below + count) * share, width, count * share


def _fill(canvas: Canvas, outcome: str, places: Sequence[Place]) -> None:
    """The boxes in their colour, and in each that is large enough a sign, so that the colour is not alone."""
    outlined = outcome in ("open", "paused")
    canvas.path(
        "".join(box(*place) for place in places),
        fill=COLOURS[outcome],
        stroke=LINE if outlined else "none",
        width=0.8,
        crisp=True,
    )
    signs = "".join(_sign(outcome, *place) for place in places if place[3] > 7)
    match outcome:
        case "missed_participant" | "missed_system":
            canvas.path(signs, stroke=WHITE, width=1.5)
        case "answered_late":
            canvas.path(signs, fill=JADE)
        case "partial":
            canvas.path(signs, fill=WHITE)
        case "open":
            canvas.path(signs, fill=SOFT)


def _sign(outcome: str, x: float, y: float, width: float, height: float) -> str:
    middle, centre = x + width / 2, y + height / 2
    match outcome:
        case "missed_participant":
            arm = 2.2
            return (
                f"M{middle - arm:.1f} {centre - arm:.1f}l{2 * arm} {2 * arm}"
                f"M{middle + arm:.1f} {centre - arm:.1f}l{-2 * arm} {2 * arm}"
            )
        case "missed_system":
            return f"M{middle - 2.4:.1f} {centre:.1f}h4.8"
        case "answered_late":
            return polygon((x, y + height), (x + width, y + height), (x + width, y))
        case "partial":
            return box(x + 1.4, y + 1.4, width - 2.8, height / 2 - 1.4)
        case "open":
            return disc(middle, centre, 1.3)
    return ""


def _legend(canvas: Canvas, heat: Heat, words: Words) -> None:
    """What each square means: only those that are there."""
    x, y = 10.0, TOP + len(heat.rows) * ROW + 22
    there = {outcome for row in heat.rows for cell in row.cells for outcome in cell}
    for outcome in COLOURS:
        if outcome not in there:
            continue
        label = words(OUTCOMES[outcome])
        width = 16 + breadth(label, 12) + 12
        if x + width > canvas.width:
            x, y = 10.0, y + 20
        _fill(canvas, outcome, [(x, y - 10, 8.2, 12)])
        canvas.text(x + 14, y, label, 12, SOFT)
        x += width
    canvas.height = y + 14
