"""What staff do about an escalation: acknowledge, write to the participant, close. Recorded with who and when."""

from datetime import datetime

from sqlmodel import Session

from bot import wording_care
from bot.body import Body, Key
from bot.buttons import CommandButton, pack
from bot.known import mark_known
from bot.ladders import step_due
from bot.models import Act, Escalation, Participant, Staff
from bot.nudges import nudge_to_message
from bot.page_copies import redraw_pages, stop_pages
from bot.pages import FOR_DAYS, may_take_over
from bot.post import EMERGENCY, REPLY, Concerning, addresses_of, say
from bot.reviews import next_morning
from conversations import advice
from conversations.text import _


def acknowledge(session: Session, escalation: Escalation, staff: Staff, now: datetime) -> Staff:
    """The first press wins: whoever has it is returned. Pending pages stop, the participant learns that a person has
    seen it, and the ladder goes on until somebody closes."""
    if escalation.phase != "open":
        holder = session.get(Staff, escalation.acknowledged_by) if escalation.acknowledged_by else None
        return holder or staff
    _hold(session, escalation, staff, now, "acknowledge")
    return staff


def take_over(session: Session, escalation: Escalation, staff: Staff, now: datetime) -> Staff:
    """From somebody who has it but cannot be reached, or has had it for too long; whoever has it then is returned."""
    if may_take_over(session, escalation, staff):
        _hold(session, escalation, staff, now, "take over")
        return staff
    return acknowledge(session, escalation, staff, now)


def _hold(session: Session, escalation: Escalation, staff: Staff, now: datetime, action: str) -> None:
    """This person has it: pending pages stop, and the ladder counts from now until somebody closes."""
    participant = session.get(Participant, escalation.participant_id)
    assert participant is not None
    escalation.phase, escalation.round, escalation.step, escalation.phase_from = "held", escalation.round + 1, 0, now
    escalation.acknowledged_at, escalation.acknowledged_by, escalation.promised_at = now, staff.id, None
    review = escalation.severity == "review"
    escalation.next_at = next_morning(session, now, participant.zone) if review else step_due(escalation).at
    stop_pages(session, escalation)
    _record(session, staff, action, escalation, now)
    session.flush()
    redraw_pages(session, escalation, now)
    if not review:
        body = Body(tuple(advice.seen_by(staff.name)))
        say(session, participant, "reply", f"seen:{escalation.id}:{escalation.round}", body, now, priority=REPLY)


def close(session: Session, escalation: Escalation, staff: Staff, outcome: str, words: str, now: datetime) -> None:
    """Close with an outcome: only a person does this, and nothing else ends an escalation.

    `outcome`: a code of `pages.OUTCOMES`; `known14` marks what may be marked as known, not worse, for 14 days.
    """
    if escalation.phase == "closed":
        return
    if outcome.startswith(FOR_DAYS):
        until = mark_known(session, escalation, staff, int(outcome.removeprefix(FOR_DAYS)), now)
        outcome = FOR_DAYS if until else "other"
    if escalation.acknowledged_by is None:
        escalation.acknowledged_at, escalation.acknowledged_by = now, staff.id
    escalation.phase, escalation.next_at, escalation.promised_at = "closed", None, None
    escalation.closed_at, escalation.closed_by = now, staff.id
    escalation.outcome, escalation.outcome_words = outcome, words or None
    stop_pages(session, escalation)
    _record(session, staff, "close", escalation, now)
    session.flush()
    redraw_pages(session, escalation, now)


def write_to_participant(session: Session, escalation: Escalation, staff: Staff, words: str, now: datetime) -> bool:
    """One text to the participant, marked with who writes, with a button to answer it. False: no account is open."""
    participant = session.get(Participant, escalation.participant_id)
    assert participant is not None
    if not addresses_of(session, participant):
        return False
    key = f"write:{escalation.id}:{staff.id}:{now.isoformat()}"
    about = Concerning(escalation=escalation.id)
    label = _("Answer") if staff.role == "coordinator" else _("Answer the doctor")
    answer = Key(label, pack(CommandButton("reply", f"{escalation.id}-{staff.id}")))
    body = Body((wording_care.from_staff(staff, words),), ((answer,),))
    say(session, participant, "doctor", key, body, now, priority=EMERGENCY, about=about)
    nudge_to_message(session, participant, key, now)
    _record(session, staff, "write", escalation, now)
    return True


def refused(session: Session, staff: Staff, what: str, now: datetime) -> None:
    """Somebody who is not on the staff any more pressed or wrote something: it is recorded, and nothing else."""
    session.add(Act(at=now, by=staff.name, action="refused", object="staff", object_id=staff.id, detail=what))


def _record(session: Session, staff: Staff, action: str, escalation: Escalation, now: datetime) -> None:
    session.add(Act(at=now, by=staff.name, action=action, object="escalation", object_id=escalation.id))
