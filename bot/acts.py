"""What staff do about an escalation: acknowledge, hand over, note, write to the participant, close and take that back.

Each is recorded with who and when. Chat and console call the same functions.
"""

from datetime import datetime, timedelta

from sqlmodel import Session

from bot import serious_events
from bot.body import Body
from bot.known import mark_known, unmark_known
from bot.ladders import climb, step_due
from bot.models import Act, Escalation, Participant, Staff
from bot.on_call import reachable
from bot.page_copies import redraw_pages, send_page, stop_pages
from bot.pages import FOR_DAYS, may_take_over
from bot.post import REPLY, say
from bot.reviews import next_morning
from bot.writing import write
from conversations import advice
from conversations.text import verbatim

UNDO = timedelta(minutes=1)
"""So long a close can be taken back by whoever closed it."""


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
    escalation.assigned_to = None
    escalation.next_at = _after_taking(session, escalation, now)
    stop_pages(session, escalation)
    _record(session, staff, action, escalation, now)
    session.flush()
    redraw_pages(session, escalation, now)
    if escalation.severity != "review":
        body = Body(tuple(advice.seen_by(staff.name)))
        say(session, participant, "reply", f"seen:{escalation.id}:{escalation.round}", body, now, priority=REPLY)


def _after_taking(session: Session, escalation: Escalation, now: datetime) -> datetime:
    """When the ladder looks at it again, now that somebody has it."""
    participant = session.get(Participant, escalation.participant_id)
    assert participant is not None
    review = escalation.severity == "review"
    return next_morning(session, now, participant.zone) if review else step_due(escalation).at


def close(
    session: Session,
    escalation: Escalation,
    staff: Staff,
    outcome: str,
    words: str,
    now: datetime,
    *,
    serious: bool = False,
) -> None:
    """Close with an outcome: only a person does this, and nothing else ends an escalation.

    `outcome`: a code of `pages.OUTCOMES`; `known14` marks what may be marked as known, not worse, for 14 days.
    `serious`: it may be a serious adverse event, whose 24 hours have run since the message arrived.
    """
    if escalation.phase == "closed":
        return
    if outcome.startswith(FOR_DAYS):
        until = mark_known(session, escalation, staff, int(outcome.removeprefix(FOR_DAYS)), now)
        outcome = FOR_DAYS if until else "other"
    if escalation.acknowledged_by is None:
        escalation.acknowledged_at, escalation.acknowledged_by = now, staff.id
    escalation.phase_before, escalation.phase, escalation.assigned_to = escalation.phase, "closed", None
    escalation.next_at, escalation.promised_at = None, None
    escalation.closed_at, escalation.closed_by = now, staff.id
    escalation.outcome, escalation.outcome_words = outcome, words or None
    stop_pages(session, escalation)
    _record(session, staff, "close", escalation, now)
    session.flush()
    if serious:
        serious_events.mark(session, escalation, staff, now)
    redraw_pages(session, escalation, now)


def mark_serious(session: Session, escalation: Escalation, staff: Staff, now: datetime) -> None:
    """It may be a serious adverse event: told to the investigator, and reminded of. Open or closed."""
    serious_events.mark(session, escalation, staff, now)
    redraw_pages(session, escalation, now)


def settle_serious(session: Session, escalation: Escalation, staff: Staff, how: str, now: datetime) -> bool:
    """It is recorded as reported, or as not serious after all. False: nothing was marked, or not by this person."""
    if serious_events.settle(session, escalation, staff, how, now) is None:
        return False
    redraw_pages(session, escalation, now)
    return True


def may_undo(escalation: Escalation, staff: Staff, now: datetime) -> bool:
    """Whoever closed it takes that back within a minute."""
    closed = escalation.closed_at if escalation.phase == "closed" else None
    return closed is not None and escalation.closed_by == staff.id and now - closed <= UNDO


def undo_close(session: Session, escalation: Escalation, staff: Staff, now: datetime) -> bool:
    """Open it again, as if it had not been closed: whoever had it has it; if nobody had, whoever takes the close back.
    The ladder counts from now. What was marked as serious stays so. False: it cannot be taken back any more."""
    if not may_undo(escalation, staff, now):
        return False
    assert escalation.closed_at is not None
    unmark_known(session, escalation, escalation.closed_at)
    if escalation.phase_before != "held":
        escalation.acknowledged_at, escalation.acknowledged_by = now, staff.id
    escalation.phase, escalation.round, escalation.step, escalation.phase_from = "held", escalation.round + 1, 0, now
    escalation.phase_before = escalation.closed_at = escalation.closed_by = None
    escalation.outcome = escalation.outcome_words = None
    escalation.next_at = _after_taking(session, escalation, now)
    _record(session, staff, "undo close", escalation, now)
    session.flush()
    redraw_pages(session, escalation, now)
    return True


def add_note(session: Session, escalation: Escalation, staff: Staff, words: str, now: datetime) -> None:
    """Words for the record of the matter, open or closed. They stand on the page, and go to nobody."""
    _record(session, staff, "note", escalation, now, words)
    session.flush()
    redraw_pages(session, escalation, now)


def may_be_given(session: Session, escalation: Escalation, staff: Staff) -> list[Staff]:
    """To whom it can be handed: people who may close it and can be reached now, besides who hands it over."""
    roles = ("doctor", "investigator", "coordinator") if escalation.severity == "review" else ("doctor", "investigator")
    people = [person for role in roles for person in reachable(session, role)]
    having = escalation.acknowledged_by if escalation.phase == "held" else escalation.assigned_to
    return [person for person in people if person.id not in (staff.id, having)]


def hand_over(session: Session, escalation: Escalation, staff: Staff, to: Staff, now: datetime) -> bool:
    """Give it to a named person, who is paged at once. Until they take it nobody has it, and the ladder climbs as it
    does for something new. False: that person cannot be given it, and nothing was changed."""
    if escalation.phase == "closed" or to.id not in [person.id for person in may_be_given(session, escalation, staff)]:
        return False
    stop_pages(session, escalation)
    escalation.phase, escalation.round, escalation.step, escalation.phase_from = "open", escalation.round + 1, 0, now
    escalation.assigned_to = to.id
    _record(session, staff, "hand over", escalation, now, to.name)
    if escalation.severity == "review":
        escalation.phase, escalation.assigned_to = "held", None
        escalation.acknowledged_at, escalation.acknowledged_by = now, to.id
        escalation.next_at = _after_taking(session, escalation, now)
        session.flush()
        send_page(session, escalation, to, f"given:{escalation.round}", now)
        redraw_pages(session, escalation, now, without={to.id})
    else:
        climb(session, escalation, now)
    return True


def write_to_participant(session: Session, escalation: Escalation, staff: Staff, words: str, now: datetime) -> bool:
    """One text to the participant about this matter. False: no account is open."""
    participant = session.get(Participant, escalation.participant_id)
    assert participant is not None
    return write(session, participant, staff, verbatim(words), now, escalation) is not None


def refused(session: Session, staff: Staff, what: str, now: datetime) -> None:
    """Somebody who is not on the staff any more pressed or wrote something: it is recorded, and nothing else."""
    session.add(Act(at=now, by=staff.name, action="refused", object="staff", object_id=staff.id, detail=what))


def _record(
    session: Session, staff: Staff, action: str, escalation: Escalation, now: datetime, detail: str = ""
) -> None:
    act = Act(at=now, by=staff.name, action=action, object="escalation", object_id=escalation.id, detail=detail)
    session.add(act)
