"""When a check-in is due. The future is computed, never stored; only what happened has rows.

Days are calendar days of the participant's own zone (IANA), never multiples of 24 hours, so that
20:00 stays 20:00 across a change of clocks. An occurrence's key is (questionnaire, anchor, local date).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Schedule:
    """A questionnaire every `every` days from study day `first` on, at the participant's hour.

    It is on time until `closes_days` later at `closes_at` local (None: the hour at which it was due).
    """

    questionnaire: str
    every: int
    first: int
    closes_days: int
    closes_at: time | None = None
    anchor: str = "study"


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What of a participant the schedule depends on. Study day 1 is `start`; `end` is the last day, included."""

    start: date
    end: date
    hour: time
    zone: str
    since: datetime
    """Nothing due before this instant is expected: when the person agreed to be asked."""
    paused: tuple[tuple[date, date], ...] = ()
    """Days on which nothing is asked, first and last included."""
    not_before: datetime | None = None
    """After a change of time zone nothing comes due earlier: a day whose hour lies too near to the last question is
    left out."""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One computed due moment; instants in UTC, `day` local."""

    questionnaire: str
    anchor: str
    day: date
    due_at: datetime
    closes_at: datetime


def instant(day: date, hour: time, zone: str) -> datetime:
    """The instant of a local wall-clock time. In the gap of a clock change the next valid minute, once;
    in the overlap the first of the two.

    >>> instant(date(2026, 3, 29), time(2, 30), "Europe/Paris").isoformat()
    '2026-03-29T01:00:00+00:00'
    >>> instant(date(2026, 10, 25), time(2, 30), "Europe/Paris").isoformat()
    '2026-10-25T00:30:00+00:00'
    """
    wall = datetime.combine(day, hour)
    here = ZoneInfo(zone)
    for minute in range(24 * 60):
        asked = wall + timedelta(minutes=minute)
        found = asked.replace(tzinfo=here).astimezone(UTC)
        if found.astimezone(here).replace(tzinfo=None) == asked:
            return found
    raise ValueError(f"{zone} has no {wall}")


def local_day(at: datetime, zone: str) -> date:
    """The calendar day of an instant in a zone."""
    return at.astimezone(ZoneInfo(zone)).date()


def study_day(start: date, day: date) -> int:
    """Study day 1 is the start date; the day before it is -1 (CDISC has no day 0).

    >>> study_day(date(2026, 3, 5), date(2026, 3, 5)), study_day(date(2026, 3, 5), date(2026, 3, 4))
    (1, -1)
    """
    days = (day - start).days
    return days + 1 if days >= 0 else days


def occurrences(schedule: Schedule, enrolment: Enrolment, first: date, last: date) -> Iterator[Occurrence]:
    """The occurrences of one schedule whose local day lies from `first` to `last`, in order."""
    begin = enrolment.start + (schedule.first - 1) * DAY
    ahead = max(0, -(-(first - begin).days // schedule.every))
    day = begin + ahead * schedule.every * DAY
    while day <= min(last, enrolment.end):
        if not any(pause <= day <= until for pause, until in enrolment.paused):
            due = instant(day, enrolment.hour, enrolment.zone)
            if due >= max(enrolment.since, enrolment.not_before or enrolment.since):
                closing = schedule.closes_at or enrolment.hour
                closes = instant(day + schedule.closes_days * DAY, closing, enrolment.zone)
                yield Occurrence(schedule.questionnaire, schedule.anchor, day, due, closes)
        day += schedule.every * DAY


def due(calendar: Iterable[Schedule], enrolment: Enrolment, after: datetime, until: datetime) -> list[Occurrence]:
    """Everything that came due after one instant and up to another, in the order in which it came due."""
    first, last = local_day(after, enrolment.zone) - DAY, local_day(until, enrolment.zone) + DAY
    found = [o for schedule in calendar for o in occurrences(schedule, enrolment, first, last)]
    return sorted((o for o in found if after < o.due_at <= until), key=lambda o: o.due_at)


def next_due(calendar: Iterable[Schedule], enrolment: Enrolment, after: datetime) -> datetime | None:
    """The next instant at which anything comes due, or None when nothing ever does."""
    first = local_day(after, enrolment.zone) - DAY
    ahead = []
    for schedule in calendar:
        for occurrence in occurrences(schedule, enrolment, first, enrolment.end):
            if occurrence.due_at > after:
                ahead.append(occurrence.due_at)
                break
    return min(ahead, default=None)


def next_working_day(day: date, holidays: frozenset[date], extra: frozenset[date]) -> date:
    """The first working day after `day`: Monday to Friday, without public holidays, with worked weekends."""
    following = day + DAY
    while following not in extra and (following.weekday() >= 5 or following in holidays):
        following += DAY
    return following
