"""The course of a participant in one picture: steroid planned and taken, new sores, pain, and what happened when."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from bot.pictures.drawing import (
    AMBER,
    BLUE,
    INK,
    JADE,
    LINE,
    PALE_JADE,
    RED,
    SOFT,
    STONE,
    Canvas,
    Point,
    Words,
    box,
    breadth,
    disc,
    polygon,
    way,
)
from conversations.text import Text, _

MarkKind = Literal["injection", "visit", "emergency", "urgent", "review"]

LEFT, RIGHT = 34.0, 350.0
"""Where the panels begin and end."""
SHORTEST = 27
"""Days that the picture spans at least, less one."""
CEILINGS = (5, 10, 20, 30, 40, 60, 80, 100, 150, 200, 300, 500, 1000, 2000)
MARKS: dict[MarkKind, Text] = {
    "injection": _("injection"),
    "visit": _("visit"),
    "emergency": _("emergency"),
    "urgent": _("urgent"),
    "review": _("to be looked at"),
}


@dataclass(frozen=True, slots=True)
class Week:
    """The symptom check of one week: new sores, and the worst pain of 0 to 10; None where not answered."""

    day: date
    new: int | None
    pain: int | None


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that happened on a day."""

    day: date
    kind: MarkKind


@dataclass(frozen=True, slots=True)
class Course:
    """From the first study day on. `planned` and `taken` are mg of prednisone (or its equivalent) of each day from
    `first` on, None where no plan or no answer is known; `planned` goes on beyond today, `taken` ends with it."""

    code: str
    first: date
    today: date
    planned: tuple[float | None, ...]
    taken: tuple[float | None, ...]
    weeks: tuple[Week, ...] = ()
    marks: tuple[Mark, ...] = ()
    own: bool = False
    """Whether the participant is the reader."""

    @property
    def last(self) -> date:
        return max(self.first + timedelta(max(len(self.planned) - 1, SHORTEST)), self.today)


def described(course: Course) -> Text:
    """What the picture shows, in one sentence."""
    return _(
        "{code}: steroid planned and taken, new sores and pain, {first} to {today}.",
        code=course.code,
        first=course.first,
        today=course.today,
    )


@dataclass(frozen=True, slots=True)
class TableRow:
    """A study week in numbers, for those who read rather than look: totals in mg, days without an answer."""

    first: date
    planned: float | None
    taken: float
    unanswered: int
    new: int | None
    pain: int | None


def table(course: Course) -> list[TableRow]:
    """The same as the picture, week by week, the newest first."""
    rows = []
    for start in range(0, len(course.taken), 7):
        taken = course.taken[start : start + 7]
        planned = course.planned[start : start + len(taken)]
        first = course.first + timedelta(start)
        week = next((w for w in course.weeks if first <= w.day < first + timedelta(7)), None)
        rows.append(
            TableRow(
                first,
                sum(mg for mg in planned if mg is not None) if any(mg is not None for mg in planned) else None,
                sum(mg for mg in taken if mg is not None),
                sum(mg is None for mg in taken),
                week.new if week else None,
                week.pain if week else None,
            )
        )
    return rows[::-1]


def draw(course: Course, words: Words) -> Canvas:
    """The picture in the reader's words."""
    canvas = Canvas()
    title = _("My course") if course.own else _("{code}, study day {day}", code=course.code, day=_study_day(course))
    canvas.text(12, 24, words(title), 16)
    span = _("{first} to {today}", first=course.first, today=course.today)
    canvas.text(RIGHT, 24, words(span), 12, SOFT, "end")
    across = _scale(course)
    _doses(canvas, course, across, words)
    _marks(canvas, course, across)
    _sores(canvas, course, across, words)
    _pain(canvas, course, across, words)
    _months(canvas, course, across, words)
    _legend(canvas, course, words)
    return canvas


def _study_day(course: Course) -> int:
    return (course.today - course.first).days + 1


def _scale(course: Course) -> Callable[[float], float]:
    """From a day's number, 0 the first, to the place of its beginning."""
    days = (course.last - course.first).days + 1
    return lambda day: LEFT + (RIGHT - LEFT) * day / days


@dataclass(frozen=True, slots=True)
class _Panel:
    """A strip of the picture with an axis of its own, from 0 at `bottom` to `ceiling` at `top`."""

    top: float
    bottom: float
    ceiling: float

    def up(self, value: float) -> float:
        return self.bottom - (self.bottom - self.top) * min(value, self.ceiling) / self.ceiling

    def axis(self, canvas: Canvas, title: str) -> None:
        canvas.text(12, self.top - 10, title, 13, INK)
        for value in (0.0, self.ceiling / 2, self.ceiling):
            canvas.line([(LEFT, self.up(value)), (RIGHT, self.up(value))], LINE)
            canvas.text(LEFT - 5, self.up(value) + 4, f"{value:g}", 11, SOFT, "end")


def _ceiling(values: Sequence[float]) -> int:
    most = max(values, default=0)
    return next((top for top in CEILINGS if top >= most), CEILINGS[-1])


def _doses(canvas: Canvas, course: Course, across: Callable[[float], float], words: Words) -> None:
    known = [mg for mg in (*course.planned, *course.taken) if mg is not None]
    panel = _Panel(62, 152, max(_ceiling(known), 10))
    panel.axis(canvas, words(_("Steroid, mg a day")))
    for run in _runs(course.taken, across, panel.up):
        canvas.path(way([(run[0][0], panel.bottom), *run, (run[-1][0], panel.bottom)]) + "z", fill=PALE_JADE)
        canvas.path(_tops(run), stroke=JADE, width=2)
    for run in _runs(course.planned, across, panel.up):
        canvas.line(run, INK, 1.4, "4 3")
    today = (course.today - course.first).days
    width = across(1) - across(0)
    silent = [n for n, mg in enumerate(course.taken[:today]) if mg is None]
    canvas.path("".join(box(across(n), panel.bottom + 2, width, 4) for n in silent), fill=STONE)
    canvas.path("".join(_cross(across(n + 0.5), panel.bottom + 4) for n in _left_out(course)), stroke=AMBER, width=1.5)


def _left_out(course: Course) -> list[int]:
    """The days on which a dose was planned and none was taken."""
    pairs = enumerate(zip(course.taken, course.planned, strict=False))
    return [n for n, (taken, planned) in pairs if taken == 0 and planned]


def _cross(x: float, y: float) -> str:
    arm = 2.5
    return way([(x - arm, y - arm), (x + arm, y + arm)]) + way([(x - arm, y + arm), (x + arm, y - arm)])


def _tops(run: Sequence[Point]) -> str:
    """The level parts of the steps: an upright stroke beside a day without a dose would look like one."""
    return "".join(way(run[n : n + 2]) for n in range(0, len(run), 2))


def _runs(
    values: Sequence[float | None], across: Callable[[float], float], up: Callable[[float], float]
) -> Iterator[list[Point]]:
    """The steps of each unbroken row of known days."""
    run: list[Point] = []
    for n, value in enumerate(values):
        if value is None:
            if run:
                yield run
            run = []
        else:
            run += [(across(n), up(value)), (across(n + 1), up(value))]
    if run:
        yield run


def _marks(canvas: Canvas, course: Course, across: Callable[[float], float]) -> None:
    """Injections and visits in one row, concerns in the next."""
    for mark in course.marks:
        n = (mark.day - course.first).days
        if n >= 0 and mark.day <= course.last:
            _mark(canvas, mark.kind, across(n + 0.5), 170 if mark.kind in ("injection", "visit") else 186)


def _mark(canvas: Canvas, kind: MarkKind, x: float, y: float) -> None:
    """Each kind has a shape of its own beside its colour."""
    match kind:
        case "injection":
            canvas.path(polygon((x, y - 6), (x + 6, y + 5), (x - 6, y + 5)), fill=BLUE)
        case "visit":
            canvas.path(box(x - 4.5, y - 4.5, 9, 9), fill="none", stroke=BLUE, width=1.6)
        case "emergency":
            canvas.path(disc(x, y, 6.5), fill=RED)
            canvas.path(box(x - 0.9, y - 4, 1.8, 5) + box(x - 0.9, y + 2, 1.8, 1.8), fill="#ffffff")
        case "urgent":
            canvas.path(polygon((x, y - 6.5), (x + 6.5, y), (x, y + 6.5), (x - 6.5, y)), fill=AMBER)
        case "review":
            canvas.path(disc(x, y, 4.5), stroke=SOFT, width=1.6)


def _sores(canvas: Canvas, course: Course, across: Callable[[float], float], words: Words) -> None:
    counts = [week.new for week in course.weeks if week.new is not None]
    panel = _Panel(226, 276, _ceiling(counts))
    panel.axis(canvas, words(_("New blisters or sores a week")))
    bars = [
        box(across(n) - width, panel.up(week.new), width, panel.bottom - panel.up(week.new))
        for week in course.weeks
        if week.new and (n := (week.day - course.first).days + 1) and (width := max(3.0, across(5) - across(0)))
    ]
    canvas.path("".join(bars), fill=AMBER)
    none = [week for week in course.weeks if week.new == 0]
    dots = [disc(across((week.day - course.first).days + 0.5), panel.bottom, 2.4) for week in none]
    canvas.path("".join(dots), fill=AMBER)


def _pain(canvas: Canvas, course: Course, across: Callable[[float], float], words: Words) -> None:
    panel = _Panel(316, 366, 10)
    panel.axis(canvas, words(_("Worst pain of the week, 0 to 10")))
    points = [
        (across((week.day - course.first).days + 0.5), panel.up(week.pain))
        for week in course.weeks
        if week.pain is not None
    ]
    if len(points) > 1:
        canvas.line(points, BLUE, 1.6)
    canvas.path("".join(disc(x, y, 2.6) for x, y in points), fill=BLUE)


def _months(canvas: Canvas, course: Course, across: Callable[[float], float], words: Words) -> None:
    """Days below the panels, as many as there is room for, and a line at today."""
    days = (course.last - course.first).days
    today = across((course.today - course.first).days + 1)
    canvas.line([(today, 56), (today, 366)], SOFT, 1, "1 3")
    for n in range(4):
        offset = round(days * n / 3)
        anchor = ("start", "middle", "middle", "end")[n]
        x = (LEFT, across(offset), across(offset), RIGHT)[n]
        canvas.text(x, 384, words(_("{date}", date=course.first + timedelta(offset))), 12, SOFT, anchor)


def _legend(canvas: Canvas, course: Course, words: Words) -> None:
    """What each line and shape means: only those that are there."""
    x, y = 12.0, 408.0
    kinds = [kind for kind in MARKS if any(mark.kind == kind for mark in course.marks)]
    entries: list[tuple[MarkKind | str, str]] = [
        ("taken", words(_("taken"))),
        ("planned", words(_("planned"))),
        ("silent", words(_("no answer"))),
        *([("none", words(_("none taken")))] if _left_out(course) else []),
        ("today", words(_("today"))),
        *((kind, words(MARKS[kind])) for kind in kinds),
    ]
    for kind, label in entries:
        width = 26 + breadth(label, 12) + 12
        if x + width > RIGHT + 8:
            x, y = 12.0, y + 21
        _sample(canvas, kind, x, y - 4)
        canvas.text(x + 24, y, label, 12, SOFT)
        x += width
    canvas.height = y + 14


def _sample(canvas: Canvas, kind: str, x: float, y: float) -> None:
    match kind:
        case "taken":
            canvas.path(box(x, y - 1, 18, 6), fill=PALE_JADE)
            canvas.line([(x, y - 1), (x + 18, y - 1)], JADE, 2)
        case "planned":
            canvas.line([(x, y), (x + 18, y)], INK, 1.4, "4 3")
        case "silent":
            canvas.path(box(x, y - 2, 18, 4), fill=STONE)
        case "none":
            canvas.path(_cross(x + 9, y), stroke=AMBER, width=1.5)
        case "today":
            canvas.line([(x + 9, y - 7), (x + 9, y + 6)], SOFT, 1, "1 3")
        case "injection" | "visit" | "emergency" | "urgent" | "review":
            _mark(canvas, kind, x + 9, y)
