"""The roster as it is stored, read: who is on call at an instant, and what the core says about the whole of it."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlmodel import Session, col, select

from bot.models import Holiday, Shift
from conversations import trial
from conversations.roster import Duty


def duty_of(shift: Shift) -> Duty:
    """A stored shift as the core knows it."""
    return Duty(shift.starts_at, shift.ends_at, shift.first_id, shift.second_id, shift.investigator_id)


def roster(session: Session) -> list[Duty]:
    """Every shift that was ever entered and not replaced, in order of time."""
    return [duty_of(shift) for shift in session.exec(select(Shift).order_by(col(Shift.starts_at)))]


def duty_at(session: Session, now: datetime) -> Duty | None:
    """Whose shift it is now; None before a roster, in a gap, and when the roster has run out."""
    shift = session.exec(select(Shift).where(Shift.starts_at <= now, Shift.ends_at > now)).first()
    return duty_of(shift) if shift else None


def is_in_force(session: Session, now: datetime) -> bool:
    """Whether a roster has begun. Before that, people are called in order of joining."""
    return session.exec(select(Shift.id).where(Shift.starts_at <= now).limit(1)).first() is not None


def working_calendar(session: Session) -> tuple[frozenset[date], frozenset[date]]:
    """Holidays, and weekend days that are worked: those of the trial's table, as staff have corrected them."""
    holidays, worked = set(trial.HOLIDAYS), set(trial.WORKED_WEEKENDS)
    for row in session.exec(select(Holiday)):
        _move(row.day, worked if row.working else holidays, (holidays, worked))
    return frozenset(holidays), frozenset(worked)


def _move(day: date, into: set[date], all_days: Iterable[set[date]]) -> None:
    for days in all_days:
        days.discard(day)
    into.add(day)
