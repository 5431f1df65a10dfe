"""What staff do about an escalation: acknowledge, write to the participant, close. Each is recorded with who and when."""

from datetime import datetime

from sqlmodel import Session

from bot import wording_care
from bot.body import Body, Key
from bot.buttons import CommandButton, pack
from bot.concerns import redraw_pages, step_due, stop_pages
from bot.models import Act, Escalation, Participant, Staff
from bot.post import EMERGENCY, REPLY, Concerning, say
from bot.reviews import next_morning
from conversations import advice
from conversations.text import _


def acknowledge(session: Session, escalation: Escalation, staff: Staff, now: datetime) -> Staff:
    """The first press wins: whoever has it is returned. Pending pages stop, the participant learns that a person has
    seen it, and the ladder goes on until somebody closes."""
    if escalation.phase != "open":
        holder = session.get(Staff, escalation.acknowledged_by) if escalation.acknowledged_by else None
        return holder or staff
    participant = session.get(Participant, escalation.participant_id)
    assert participant is not None
    escalation.phase, escalation.round, escalation.step, escalation.phase_from = "held", escalation.round + 1, 0, now
    escalation.acknowledged_at, escalation.acknowledged_by = now, staff.id
    review = escalation.severity == "review"
    escalation.next_at = next_morning(now, participant.zone) if review else step_due(escalation).at
    stop_pages(session, escalation)
    _record(session, staff, "acknowledge", escalation, now)
    session.flush()
    redraw_pages(session, escalation, now)
    if not review:
        body = Body(tuple(advice.seen_by(staff.name)))
        say(session, participant, "reply", f"seen:{escalation.id}:{escalation.round}", body, now, priority=REPLY)
    return staff


def may_close(staff: Staff, escalation: Escalation) -> bool:
    """A coordinator closes reviews, never an urgent matter or an emergency."""
    return staff.role != "coordinator" or escalation.severity == "review"


def close(session: Session, escalation: Escalation, staff: Staff, outcome: str, words: str, now: datetime) -> None:
    """Close with an outcome: only a person does this, and nothing else ends an escalation."""
    if escalation.phase == "closed":
        return
    if escalation.acknowledged_by is None:
        escalation.acknowledged_at, escalation.acknowledged_by = now, staff.id
    escalation.phase, escalation.next_at = "closed", None
    escalation.closed_at, escalation.closed_by = now, staff.id
    escalation.outcome, escalation.outcome_words = outcome, words or None
    stop_pages(session, escalation)
    _record(session, staff, "close", escalation, now)
    session.flush()
    redraw_pages(session, escalation, now)


def write_to_participant(session: Session, escalation: Escalation, staff: Staff, words: str, now: datetime) -> None:
    """One text to the participant, marked as from the study doctor, with a button to answer it."""
    participant = session.get(Participant, escalation.participant_id)
    assert participant is not None
    key = f"write:{escalation.id}:{staff.id}:{now.isoformat()}"
    about = Concerning(escalation=escalation.id)
    answer = Key(_("Answer the doctor"), pack(CommandButton("reply", f"{escalation.id}-{staff.id}")))
    body = Body((wording_care.from_doctor(words),), ((answer,),))
    say(session, participant, "doctor", key, body, now, priority=EMERGENCY, about=about)
    _record(session, staff, "write", escalation, now)


def _record(session: Session, staff: Staff, action: str, escalation: Escalation, now: datetime) -> None:
    session.add(Act(at=now, by=staff.name, action=action, object="escalation", object_id=escalation.id))
