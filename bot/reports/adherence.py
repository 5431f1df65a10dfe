"""Who is answering. One definition, for the chat, the command line and whatever comes later.

Of the daily and weekly check-ins whose window has closed since the participant agreed, less those paused and those
that we failed to ask: how many were answered on time. Late ones and those answered in part are counted beside them.
The study arm is nowhere in it.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from bot.models import Participant
from bot.reports.outcomes import Judged, judged
from bot.reports.phone import PhoneTask, phone_tasks
from conversations.schedule import local_day
from conversations.text import Text, _
from conversations.trial import CALENDAR

SCHEDULED = tuple(schedule.questionnaire for schedule in CALENDAR)
"""The check-ins that are expected of everyone."""

MOST_LINES, MOST_TASKS = 30, 15
"""Lines of each part of the chat's answer at most, so that it fits one message (4096 characters)."""


@dataclass(frozen=True, slots=True)
class AdherenceRow:
    """One participant. `expected` = `on_time` + `late` + `partial` + `missed`; `percent` is on time of expected, and
    None while nothing was expected. `last_heard`: the last message of any kind."""

    code: str
    status: str
    expected: int
    on_time: int
    late: int
    partial: int
    missed: int
    percent: int | None
    last_heard: datetime | None
    last_heard_day: date | None
    """The same as a calendar day of the participant."""
    not_asked: int = 0
    """Beside `expected`: check-ins that we failed to ask."""


def adherence(session: Session, now: datetime) -> list[AdherenceRow]:
    """Every participant, by code."""
    people = session.exec(select(Participant).order_by(col(Participant.code))).all()
    return rows_of(people, judged(session, now, SCHEDULED), now)


def rows_of(
    people: Sequence[Participant], check_ins: Mapping[int, Sequence[Judged]], now: datetime
) -> list[AdherenceRow]:
    """The same of these participants, whose check-ins were judged already."""
    return [_row(person, check_ins.get(person.id or 0, ()), now) for person in people]


def phone_today(session: Session, now: datetime) -> list[PhoneTask]:
    """Whom somebody should ring today, and why; the most pressing first."""
    return phone_tasks(session, judged(session, now, SCHEDULED), now)


def _row(person: Participant, check_ins: Sequence[Judged], now: datetime) -> AdherenceRow:
    since = person.agreed_at
    closed = [j.outcome for j in check_ins if since and j.check_in.due_at >= since and j.check_in.closes_at <= now]
    count = Counter(closed)
    on_time, late, partial = count["answered"], count["answered_late"], count["partial"]
    expected = on_time + late + partial + count["missed_participant"]
    return AdherenceRow(
        code=person.code,
        status=person.status,
        expected=expected,
        on_time=on_time,
        late=late,
        partial=partial,
        missed=count["missed_participant"],
        percent=round(100 * on_time / expected) if expected else None,
        last_heard=person.heard_at,
        last_heard_day=local_day(person.heard_at, person.zone) if person.heard_at else None,
        not_asked=count["missed_system"],
    )


def adherence_texts(session: Session, now: datetime) -> list[Text]:
    """The chat's answer: whom to phone today, then who is answering, the least first."""
    rows = sorted(
        (row for row in adherence(session, now) if row.status == "active"),
        key=lambda row: (row.percent is None, row.percent, row.code),
    )
    return [*_tasks(phone_today(session, now)), *_lines(rows)]


def _tasks(tasks: Sequence[PhoneTask]) -> list[Text]:
    if not tasks:
        return [_("Nobody has to be phoned today.")]
    return [_("📞 To phone today:"), *(task.text for task in tasks[:MOST_TASKS]), *_more(len(tasks) - MOST_TASKS)]


def _lines(rows: Sequence[AdherenceRow]) -> list[Text]:
    if not rows:
        return [_("Nobody is taking part yet.")]
    return [_("Answered on time:"), *(_line(row) for row in rows[:MOST_LINES]), *_more(len(rows) - MOST_LINES)]


def _line(row: AdherenceRow) -> Text:
    if row.percent is None:
        return _("{code}: nothing was expected yet", code=row.code)
    return _(
        "{code}: {percent} % ({on_time} of {expected}), late {late}, in part {partial}, missed {missed}, last {day}",
        code=row.code,
        percent=row.percent,
        on_time=row.on_time,
        expected=row.expected,
        late=row.late,
        partial=row.partial,
        missed=row.missed,
        day=row.last_heard_day or "–",
    )


def _more(count: int) -> list[Text]:
    return [_("… and {count} more", count=count)] if count > 0 else []
