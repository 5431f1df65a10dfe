"""When a participant is next due: one derived, indexed column, recomputed whenever the schedule's inputs change."""

from datetime import datetime

from sqlmodel import Session

from bot.facts import enrolment_of
from bot.models import Participant
from conversations.schedule import next_due
from conversations.trial import CALENDAR


def recompute_next_due(session: Session, participant: Participant, now: datetime) -> None:
    """Set `next_due_at` from the schedule; None while nothing is to be asked."""
    session.flush()
    enrolment = enrolment_of(session, participant)
    participant.next_due_at = next_due(CALENDAR, enrolment, now) if enrolment else None
