"""No answer to a follow-up is an answer: after an emergency it is paged again in half an hour."""

from datetime import datetime

from sqlmodel import Session

from bot.ladders import locked, page_again
from bot.models import CheckIn
from bot.overdue import note_cause
from bot.waking import unanswered_at


def silent_follow_up(session: Session, check_in: CheckIn, now: datetime) -> None:
    """Page an emergency again, once, when its follow-up stays unanswered; not one that a person has closed."""
    due = unanswered_at(check_in)
    if due is None or now < due or check_in.reminders:
        return
    check_in.reminders = 1
    if check_in.escalation_id is None:
        return
    escalation = locked(session, check_in.escalation_id)
    if escalation.phase != "closed":
        assert check_in.id is not None
        note_cause(session, escalation, check_in.id, "emergency_unanswered", "emergency_unanswered", now)
        page_again(session, escalation, now)
