"""When a participant is next due: one derived, indexed column, recomputed whenever the schedule's inputs change."""

from datetime import datetime, timedelta

from sqlmodel import Session

from bot.facts import enrolment_of
from bot.models import Participant
from conversations.schedule import next_due
from conversations.trial import CALENDAR


def recompute_next_due(session: Session, participant: Participant, now: datetime, *, opened: bool = False) -> None:
    """Set `next_due_at` from the schedule; None while nothing is to be asked.

    What has come due and is not opened yet stays due, whatever is changed meanwhile; only the clock, having `opened`
    everything up to now, moves on.
    """
    session.flush()
    enrolment = enrolment_of(session, participant)
    waiting = participant.next_due_at is not None and participant.next_due_at <= now and not opened
    after = participant.next_due_at - timedelta(microseconds=1) if waiting and participant.next_due_at else now
    participant.next_due_at = next_due(CALENDAR, enrolment, after) if enrolment else None
