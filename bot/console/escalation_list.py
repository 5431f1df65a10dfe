"""The left side of a doctor's page: what is open, for how long, and who has it; below it the reviews."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from bot.models import Escalation, Participant, Staff
from bot.pages import titles_of
from conversations.escalation import Severity
from conversations.text import Listed, Text, _

SEVERITIES = {"emergency": _("emergency"), "urgent": _("urgent"), "review": _("review")}
TITLES = 2
"""So many titles of one escalation are named in the list."""
JUST_CLOSED = timedelta(hours=24)
MOST_CLOSED = 10


@dataclass(frozen=True, slots=True)
class Line:
    """One escalation as the list shows it."""

    id: int
    severity: str
    severity_name: Text
    code: str
    what: Text
    state: Text
    phase: str


@dataclass(frozen=True, slots=True)
class Lists:
    """Emergencies and urgent matters, the worst first and the oldest first within it; reviews; what was just closed."""

    pressing: Sequence[Line]
    reviews: Sequence[Line]
    closed: Sequence[Line]

    @property
    def first(self) -> int | None:
        """What to show where nothing was chosen."""
        return next((line.id for line in (*self.pressing, *self.reviews)), None)


def lists(session: Session, person: Staff, now: datetime) -> Lists:
    """What this member of staff sees on the left."""
    rows = session.exec(select(Escalation).where(Escalation.phase != "closed")).all()
    rows = sorted(rows, key=lambda row: (-Severity.of(row.severity), row.opened_at))
    closed = session.exec(
        select(Escalation)
        .where(Escalation.phase == "closed", col(Escalation.closed_at) > now - JUST_CLOSED)
        .order_by(col(Escalation.closed_at).desc())
        .limit(MOST_CLOSED)
    ).all()
    lines = [_line(session, row, person, now) for row in rows]
    return Lists(
        [line for line in lines if line.severity != "review"],
        [line for line in lines if line.severity == "review"],
        [_line(session, row, person, now) for row in closed],
    )


def _line(session: Session, row: Escalation, person: Staff, now: datetime) -> Line:
    participant = session.get(Participant, row.participant_id)
    assert participant is not None
    assert row.id is not None
    what = Listed(tuple(titles_of(session, row, person)[:TITLES]))
    return Line(
        row.id,
        row.severity,
        SEVERITIES[row.severity],
        participant.code,
        _("{titles}", titles=what),
        state(session, row, now),
        row.phase,
    )


def state(session: Session, row: Escalation, now: datetime) -> Text:
    """For how long it has been open, and who has it."""
    if row.phase == "closed":
        return _("closed by {name}", name=_name(session, row.closed_by))
    age = how_long(now - row.opened_at)
    if row.phase == "held":
        return _("{age} · {name} has it", age=age, name=_name(session, row.acknowledged_by))
    return _("{age} · nobody yet", age=age) if row.severity != "review" else age


def how_long(span: timedelta) -> Text:
    """A span as people say it.

    >>> how_long(timedelta(minutes=38)).values, how_long(timedelta(hours=30)).values
    ((('count', 38),), (('count', 30),))
    """
    minutes = max(0, int(span.total_seconds() // 60))
    if minutes < 120:
        return _("{count} min", count=minutes)
    if minutes < 48 * 60:
        return _("{count} h", count=minutes // 60)
    return _("{count} days", count=minutes // (24 * 60))


def _name(session: Session, id: int | None) -> str:
    person = session.get(Staff, id) if id else None
    return person.name if person else "–"
