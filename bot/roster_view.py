"""The roster as people see it: who is on call now, what comes, when the next gap is, and who cannot be paged."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from bot.models import Shift, Staff
from bot.on_call import can_be_reached, standing
from bot.shifts import duty_at, duty_of, is_in_force, roster, working_calendar
from bot.trial_pages import not_seen
from conversations.escalation import Who
from conversations.roster import Duty, next_gap
from conversations.schedule import local_day

SOON = timedelta(days=7)
"""A gap within this long is pointed out to whoever looks."""


@dataclass(frozen=True, slots=True)
class Place:
    """One shift, with names; a name is None where no investigator is named."""

    starts: datetime
    ends: datetime
    first: str
    second: str
    investigator: str | None
    holiday: bool


@dataclass(frozen=True, slots=True)
class RosterView:
    """What there is to know at one moment. `first`, `second`, `investigators`: who would be told now, by name.

    `in_force`: a roster has begun; without one, doctors are called in order of joining. `covered`: a shift covers this
    hour. `gap`: from when on nobody is
    on call (None without a roster); `gap_soon`: that is now, or within a week.
    """

    in_force: bool
    covered: bool
    first: str | None
    second: str | None
    investigators: Sequence[str]
    gap: datetime | None
    gap_soon: bool
    places: Sequence[Place]
    unreachable: Sequence[str]
    unconfirmed: Sequence[str]


def roster_view(session: Session, now: datetime, *, until: datetime | None = None) -> RosterView:
    """As things stand; `places` from now until an instant (None: all that are entered)."""
    rows = session.exec(select(Shift).where(Shift.ends_at > now).order_by(col(Shift.starts_at))).all()
    shown = [row for row in rows if until is None or row.starts_at < until]
    holidays, worked = working_calendar(session)
    names = {person.id: person for person in session.exec(select(Staff))}
    gap = next_gap(roster(session), now)
    people = [names[id] for id in sorted({id for row in rows for id in duty_of(row).people})]
    first, second = (standing(session, who, now) for who in (Who.FIRST, Who.SECOND))

    def place(row: Shift, duty: Duty) -> Place:
        day: date = local_day(duty.starts, row.zone)
        free = day in holidays or (day.weekday() >= 5 and day not in worked)
        third = names[duty.investigator].name if duty.investigator is not None else None
        return Place(duty.starts, duty.ends, names[duty.first].name, names[duty.second].name, third, free)

    return RosterView(
        in_force=is_in_force(session, now),
        covered=duty_at(session, now) is not None,
        first=first[0].name if first else None,
        second=second[0].name if second else None,
        investigators=[person.name for person in standing(session, Who.INVESTIGATOR, now)],
        gap=gap,
        gap_soon=gap is not None and gap - now <= SOON,
        places=[place(row, duty_of(row)) for row in shown],
        unreachable=[person.name for person in people if not can_be_reached(session, person)],
        unconfirmed=[person.name for person in not_seen(session, people)],
    )
