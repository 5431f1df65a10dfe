"""The figures of the investigator's report, each with its table. By arm for an investigator, else all together."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from statistics import median, quantiles

from sqlmodel import Session, col, select

from bot.models import Concern, Escalation, Participant
from bot.pictures.chart import MG, PERCENT, SPOTS, Bars, Chart, Series
from bot.reports.analysis_weekly import week_of
from bot.reports.cells import Row
from bot.reports.followed import courses
from conversations.facts import AZATHIOPRINE, CM313
from conversations.text import Text, _
from conversations.trial import PLANNED_PARTICIPANTS

ARMS: Mapping[str, Text] = {CM313: _("CM313"), AZATHIOPRINE: _("Azathioprine")}
TOGETHER: Mapping[str, Text] = {"all": _("Everybody")}
SEVERITIES: Mapping[str, Text] = {
    "emergency": _("emergencies"), "urgent": _("urgent concerns"), "review": _("concerns for review"),
}  # fmt: skip

Cell = str | int | float | Text | None


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: what it shows, how it was counted, the picture, and the same as a table."""

    title: Text
    note: Text
    picture: Chart | Bars
    header: tuple[Text, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(slots=True)
class Weeks:
    """What the weeks of all participants hold, by arm and week."""

    groups: Mapping[str, Text]
    expected: dict[tuple[str, int], int] = field(default_factory=lambda: defaultdict(int))
    on_time: dict[tuple[str, int], int] = field(default_factory=lambda: defaultdict(int))
    doses: dict[tuple[str, int], list[float]] = field(default_factory=lambda: defaultdict(list))
    lesions: dict[tuple[str, int], list[float]] = field(default_factory=lambda: defaultdict(list))
    last: int = 0

    def add(self, group: str, week: int, row: Row) -> None:
        self.last = max(self.last, week)
        self.expected[group, week] += _whole(row["expected"])
        self.on_time[group, week] += _whole(row["on_time"])
        for found, column in ((self.doses, "mean_mg"), (self.lesions, "new_lesions")):
            if isinstance(value := row[column], int | Decimal):
                found[group, week].append(float(value))

    @property
    def labels(self) -> tuple[str, ...]:
        return tuple(str(week) for week in range(1, self.last + 1))


def figures(session: Session, now: datetime, investigator: bool) -> list[Figure]:
    """All of them but the heat map, which is a picture of its own."""
    weeks = Weeks(ARMS if investigator else TOGETHER)
    for course in courses(session, now):
        group = (course.person.arm or "") if investigator else "all"
        if group in weeks.groups:
            for number in range(1, course.weeks + 1):
                weeks.add(group, number, week_of(course, number, now, investigator=True))
    return [
        recruitment(session),
        adherence(weeks),
        _quartiles(
            weeks,
            weeks.doses,
            MG,
            _("Steroid dose by study week"),
            _("Prednisone-equivalent, each participant's mean of the known days: median, and the middle half."),
        ),
        _quartiles(
            weeks,
            weeks.lesions,
            SPOTS,
            _("New blisters or raw spots by study week"),
            _("As reported in the weekly check: median, and the middle half."),
        ),
        concerns(session),
    ]


def recruitment(session: Session) -> Figure:
    """Participants with a start date, month by month, against the planned number."""
    starts = session.exec(select(col(Participant.start)).where(col(Participant.start).is_not(None))).all()
    by_month = defaultdict[str, int](int)
    for start in starts:
        if start is not None:
            by_month[f"{start:%Y-%m}"] += 1
    months = list(_months(min(by_month), max(by_month))) if by_month else []
    total, rows = 0, []
    for month in months:
        total += by_month[month]
        rows.append((month, by_month[month], total))
    chart = Chart(
        tuple(months),
        _("month"),
        (Series(_("Participants"), tuple(float(row[2]) for row in rows)),),
        _("participants"),
        aim=float(PLANNED_PARTICIPANTS),
    )
    return Figure(
        _("Recruitment"),
        _("Participants by the month of their study day 1, added up; the dotted line is the planned {n}.",
          n=PLANNED_PARTICIPANTS),
        chart,
        (_("Month"), _("New"), _("In all")),
        tuple(rows),
    )  # fmt: skip


def adherence(weeks: Weeks) -> Figure:
    """Answered on time, of those expected, by study week."""
    series, rows = [], []
    for group, label in weeks.groups.items():
        shares = [_share(weeks.on_time[group, n], weeks.expected[group, n]) for n in range(1, weeks.last + 1)]
        series.append(Series(label, tuple(shares)))
    for n in range(1, weeks.last + 1):
        cells: list[Cell] = [n]
        for group, one in zip(weeks.groups, series, strict=True):
            cells += [weeks.on_time[group, n], weeks.expected[group, n], one.values[n - 1]]
        rows.append(tuple(cells))
    return Figure(
        _("Adherence by study week"),
        _("Daily and weekly check-ins answered on time, of all whose window has closed; pauses are left out."),
        Chart(weeks.labels, _("study week"), tuple(series), PERCENT, top=100),
        _header(weeks, (_("on time"), _("expected"), PERCENT)),
        tuple(rows),
    )


def concerns(session: Session) -> Figure:
    """How many of each severity, and how long until somebody took them over and closed them."""
    found = session.exec(
        select(Concern, Escalation).join(Escalation, col(Escalation.id) == Concern.escalation_id)
    ).all()
    rows: list[tuple[Cell, ...]] = []
    bars: list[tuple[Text, float]] = []
    for severity, label in SEVERITIES.items():
        mine = [(concern, escalation) for concern, escalation in found if concern.severity == severity]
        taken = [e.acknowledged_at - c.raised_at for c, e in mine if e.acknowledged_at is not None]
        closed = [e.closed_at - c.raised_at for c, e in mine if e.closed_at is not None]
        bars.append((label, float(len(mine))))
        rows.append(
            (label, len(mine), len(taken), _minutes(taken, 0.5), _minutes(taken, 0.9), len(closed),
             _hours(closed, 0.5), _hours(closed, 0.9), len(mine) - len(closed))
        )  # fmt: skip
    return Figure(
        _("Concerns"),
        _("From being raised until somebody took it over, and until it was closed: the median, and 9 of 10."),
        Bars(tuple(bars)),
        (_("Severity"), _("Raised"), _("Taken over"), _("Median, minutes"), _("9 of 10 within, minutes"), _("Closed"),
         _("Median, hours"), _("9 of 10 within, hours"), _("Open now")),
        tuple(rows),
    )  # fmt: skip


def _quartiles(
    weeks: Weeks, found: Mapping[tuple[str, int], Sequence[float]], unit: Text, title: Text, note: Text
) -> Figure:
    series, columns = [], []
    for group, label in weeks.groups.items():
        cut = [quartiles(found.get((group, n), ())) for n in range(1, weeks.last + 1)]
        lows, middles, highs = zip(*cut, strict=True) if cut else ((), (), ())
        series.append(Series(label, middles, lows, highs))
        columns.append([(len(found.get((group, n), ())), *cut[n - 1]) for n in range(1, weeks.last + 1)])
    rows = [(n + 1, *(cell for column in columns for cell in column[n])) for n in range(weeks.last)]
    header = _header(weeks, (_("participants"), _("lower quartile"), _("median"), _("upper quartile")))
    return Figure(title, note, Chart(weeks.labels, _("study week"), tuple(series), unit), header, tuple(rows))


def quartiles(values: Sequence[float]) -> tuple[float | None, float | None, float | None]:
    """Lower quartile, median, upper quartile, to 0.01; with one value all three are it."""
    if not values:
        return None, None, None
    if len(values) == 1:
        return (round(values[0], 2),) * 3
    low, middle, high = quantiles(values, n=4, method="inclusive")
    return round(low, 2), round(middle, 2), round(high, 2)


def _header(weeks: Weeks, parts: Sequence[Text]) -> tuple[Text, ...]:
    of_groups = [
        _("{group}: {part}", group=label, part=part) if len(weeks.groups) > 1 else part
        for label in weeks.groups.values()
        for part in parts
    ]
    return (_("Week"), *of_groups)


def _months(first: str, last: str) -> Iterator[str]:
    day = date.fromisoformat(f"{first}-01")
    while (month := f"{day:%Y-%m}") <= last:
        yield month
        day = (day + timedelta(days=32)).replace(day=1)


def _share(part: int, whole: int) -> float | None:
    return round(100 * part / whole, 1) if whole else None


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 0


def _minutes(spans: Sequence[timedelta], share: float) -> float | None:
    return _within([span / timedelta(minutes=1) for span in spans], share)


def _hours(spans: Sequence[timedelta], share: float) -> float | None:
    return _within([span / timedelta(hours=1) for span in spans], share)


def _within(values: Sequence[float], share: float) -> float | None:
    """The value that this share of them does not exceed."""
    if not values:
        return None
    ordered = sorted(values)
    return round(median(ordered) if share == 0.5 else ordered[max(0, -(-len(ordered) * 9 // 10) - 1)], 1)
