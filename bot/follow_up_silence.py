"""No answer to a follow-up is an answer: after an emergency it is paged again in half an hour."""

from datetime import datetime

from sqlmodel import Session

from bot.concerns import page_again
from bot.models import CheckIn, Escalation
from bot.waking import unanswered_at


def silent_follow_up(session: Session, check_in: CheckIn, now: datetime) -> None:
    """Page an emergency again, once, when its follow-up stays unanswered."""
    due = unanswered_at(check_in)
    if due is None or now < due or check_in.reminders:
        return
    escalation = session.get(Escalation, check_in.escalation_id)
    check_in.reminders = 1
    if escalation is not None and escalation.phase != "closed":
        page_again(session, escalation, now)
