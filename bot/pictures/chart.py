"""Plain charts for reports: lines over weeks or months, with a band where there are quartiles, and bars.

No colour stands alone: the second line is dashed, and every chart has its table beside it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil

from bot.pictures.drawing import BLUE, INK, JADE, LINE, SOFT, Canvas, Point, Words, box, polygon, way
from conversations.text import Text, _

WIDTH, HEIGHT = 640.0, 250.0
LEFT, RIGHT, TOP, BOTTOM = 46.0, 14.0, 46.0, 40.0
TICKS = 5
STYLES = ((JADE, ""), (BLUE, "6 3"))
"""Colour and dashes of the first and second line."""


@dataclass(frozen=True, slots=True)
class Series:
    """One line: a value for each label across, None where there is none. `low` and `high` make the band about it."""

    label: Text
    values: tuple[float | None, ...]
    low: tuple[float | None, ...] = ()
    high: tuple[float | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Chart:
    """Lines over the same labels. `aim`: a level to compare with. `top`: the end of the scale, else it fits."""

    across: tuple[str, ...]
    axis: Text
    series: tuple[Series, ...]
    unit: Text
    top: float | None = None
    aim: float | None = None


@dataclass(frozen=True, slots=True)
class Bars:
    """A few amounts beside each other."""

    bars: tuple[tuple[Text, float], ...]


def draw(chart: Chart, words: Words) -> Canvas:
    """The lines in the reader's words."""
    canvas = Canvas(width=WIDTH, height=HEIGHT)
    reach = chart.top or _ceiling([*(v for s in chart.series for v in (*s.values, *s.high)), chart.aim])
    step = (WIDTH - LEFT - RIGHT) / max(1, len(chart.across) - 1)

    def place(n: int, value: float) -> tuple[float, float]:
        return LEFT + n * step, HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / reach

    _scale(canvas, reach, words(chart.unit))
    every = ceil(len(chart.across) / 8)
    for n, label in enumerate(chart.across):
        if n % every == 0:
            canvas.text(LEFT + n * step, HEIGHT - BOTTOM + 16, label, 11, SOFT, "middle")
    canvas.text(WIDTH - RIGHT, HEIGHT - 6, words(chart.axis), 11, SOFT, "end")
    if chart.aim is not None:
        canvas.line([place(0, chart.aim), (WIDTH - RIGHT, place(0, chart.aim)[1])], SOFT, 1, "2 3")
    x = LEFT
    for series, (colour, dash) in zip(chart.series, STYLES, strict=False):
        _band(canvas, series, colour, place)
        for run in _runs(series.values):
            points = [place(n, value) for n, value in run]
            canvas.line(points, colour, 2, dash)
            if len(points) == 1:
                canvas.path(box(points[0][0] - 2.5, points[0][1] - 2.5, 5, 5), fill=colour)
        canvas.line([(x, 14), (x + 26, 14)], colour, 2, dash)
        canvas.text(x + 32, 18, words(series.label), 12, INK)
        x += 190
    return canvas


def draw_bars(bars: Bars, words: Words) -> Canvas:
    """The amounts in the reader's words."""
    row, start = 30.0, 150.0
    canvas = Canvas(width=WIDTH, height=16 + row * len(bars.bars))
    reach = max((amount for _, amount in bars.bars), default=0) or 1
    for n, (label, amount) in enumerate(bars.bars):
        y = 10 + n * row
        canvas.text(10, y + 15, words(label), 12)
        canvas.path(box(start, y, (WIDTH - start - 70) * amount / reach, 20), fill=JADE)
        canvas.text(start + (WIDTH - start - 70) * amount / reach + 8, y + 15, f"{amount:g}", 12)
    return canvas


def _scale(canvas: Canvas, reach: float, unit: str) -> None:
    for n in range(TICKS + 1):
        y = HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * n / TICKS
        canvas.line([(LEFT, y), (WIDTH - RIGHT, y)], LINE)
        canvas.text(LEFT - 6, y + 4, f"{reach * n / TICKS:g}", 11, SOFT, "end")
    canvas.text(4, 36, unit, 11, SOFT)


def _band(canvas: Canvas, series: Series, colour: str, place: Callable[[int, float], Point]) -> None:
    """From low to high, pale, where both are known; hollow edges for who sees no colours."""
    for run in _runs(tuple(None if h is None else low for low, h in zip(series.low, series.high, strict=True))):
        upper = [place(n, series.high[n] or 0) for n, _ in run]
        lower = [place(n, value) for n, value in reversed(run)]
        if len(run) > 1:
            canvas.path(polygon(*upper, *lower), fill=f"{colour}22")
            canvas.path(way(upper), stroke=colour, width=0.6)
            canvas.path(way(lower), stroke=colour, width=0.6)


def _runs(values: Sequence[float | None]) -> list[list[tuple[int, float]]]:
    """The stretches without a gap."""
    runs: list[list[tuple[int, float]]] = [[]]
    for n, value in enumerate(values):
        if value is not None:
            runs[-1].append((n, value))
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]


def _ceiling(values: Sequence[float | None]) -> float:
    """A round number above all of them."""
    most = max((value for value in values if value is not None), default=0) or 1
    unit = 10 ** (len(str(int(most))) - 1)
    return ceil(most / unit / 0.5) * 0.5 * unit if most >= 10 else ceil(most / 5) * 5


PERCENT, MG, SPOTS = _("%"), _("mg a day"), _("new spots")
"""Units of the charts."""
