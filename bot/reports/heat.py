"""The figures of the heat map: what became of each day's or week's questions. The arm is nowhere in it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from bot.models import Participant
from bot.pictures.heat import ROWS, Heat, HeatRow
from bot.reports.adherence import SCHEDULED, AdherenceRow, rows_of
from bot.reports.outcomes import Judged, judged
from conversations.schedule import DAY

DAYS = 28
WEEKS = 56
"""Columns of the picture: days for a chat, study weeks for the console."""


def by_day(session: Session, now: datetime, zone: ZoneInfo) -> list[Heat]:
    """The last 28 days of everybody who takes part, fifty to a picture, by code: one square a day, of the daily
    question. `zone` is the study's, in which the days are named."""
    last = now.astimezone(zone).date()
    first = last - DAY * (DAYS - 1)
    rows = []
    for row, check_ins in _people(session, now):
        daily = {j.check_in.day: j.outcome for j in check_ins if j.check_in.questionnaire == "daily"}
        cells = tuple((daily.get(first + DAY * n, "none"),) for n in range(DAYS))
        rows.append(HeatRow(row.code, cells, row.percent))
    return _pages(rows, first, last, weekly=False)


def by_week(session: Session, now: datetime, zone: ZoneInfo) -> list[Heat]:
    """The 56 weeks of the study, each counted from the participant's own start: a column holds the daily and weekly
    check-ins of seven days."""
    today = now.astimezone(zone).date()
    starts = dict(session.exec(select(Participant.code, col(Participant.start))).all())
    rows = []
    for row, check_ins in _people(session, now):
        start = starts[row.code]
        cells = tuple(_week(check_ins, start + timedelta(weeks=n)) for n in range(WEEKS)) if start else ()
        rows.append(HeatRow(row.code, cells, row.percent))
    first = min((start for start in starts.values() if start), default=today)
    return _pages(rows, first, today, weekly=True)


def _people(session: Session, now: datetime) -> Iterator[tuple[AdherenceRow, Sequence[Judged]]]:
    """Everybody who takes part, with their check-ins."""
    check_ins: Mapping[int, Sequence[Judged]] = judged(session, now, SCHEDULED)
    people = session.exec(
        select(Participant).where(Participant.status == "active").order_by(col(Participant.code))
    ).all()
    rows = rows_of(people, check_ins, now)
    for person, row in zip(people, rows, strict=True):
        yield row, check_ins.get(person.id or 0, ())


def _week(check_ins: Sequence[Judged], first: date) -> tuple[str, ...]:
    return tuple(j.outcome for j in check_ins if first <= j.check_in.day < first + timedelta(weeks=1))


def _pages(rows: Sequence[HeatRow], first: date, last: date, *, weekly: bool) -> list[Heat]:
    pages = [tuple(rows[start : start + ROWS]) for start in range(0, len(rows), ROWS)]
    return [Heat(first, last, page, weekly, number, len(pages)) for number, page in enumerate(pages, 1)]
