"""Where a participant stands: paused, withdrawn, at the end. What is asked stops then; what worries stays open."""

from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from bot.enrolment import LEFT, cut_links, participant_of
from bot.models import CheckIn, Delivery, Message, Participant, Pause
from bot.planning import recompute_next_due
from bot.record import Author, NotDone
from bot.reports.outcomes import judged
from conversations.conversation import GRACE
from conversations.schedule import DAY, local_day

OUTCOMES = ("completed", "died", "lost")
"""How taking part can end, besides withdrawal."""
LONGEST_PAUSE = timedelta(days=366)


def pause(session: Session, code: str, until: date, author: Author) -> Participant:
    """Ask nothing from today to `until`, both included. Reminders of what is open stop too. Raises NotDone."""
    participant = _present(session, code)
    today = local_day(author.now, participant.zone)
    if not today <= until <= today + LONGEST_PAUSE:
        raise NotDone(f"a pause ends between today ({today}) and a year from now")
    _end_pauses(session, participant, today)
    assert participant.id is not None
    session.add(
        Pause(
            participant_id=participant.id,
            first=today,
            last=until,
            entered_at=author.now,
            entered_by=author.by,
            reason=author.reason,
        )
    )
    for row in _open(session, participant):
        if row.anchor == "study":
            row.wake_at = row.closes_at + GRACE
    author.record(session, "pause", "participant", participant.id, f"{today} to {until}")
    _replan(session, participant, author)
    return participant


def resume(session: Session, code: str, author: Author) -> Participant:
    """End a pause today, or start again for who had stopped this service. Raises NotDone when there is neither."""
    participant = _present(session, code)
    today = local_day(author.now, participant.zone)
    stopped = participant.status == "stopped"
    if not _end_pauses(session, participant, today) and not stopped:
        raise NotDone(f"{code}: is not paused")
    if stopped:
        participant.status = "active" if participant.start else "candidate"
    author.record(session, "resume", "participant", participant.id, "stopped before" if stopped else "")
    _replan(session, participant, author)
    return participant


def withdraw(session: Session, code: str, author: Author) -> Participant:
    """The participant leaves the study: everything that is asked stops. Raises NotDone."""
    return _leave(session, code, "withdrawn", "withdraw", author)


def end(session: Session, code: str, outcome: str, author: Author) -> Participant:
    """Taking part ends with an outcome: completed, died or lost. Raises NotDone."""
    if outcome not in OUTCOMES:
        raise NotDone(f"the outcome must be {', '.join(OUTCOMES)}")
    return _leave(session, code, outcome, "end", author)


def _leave(session: Session, code: str, status: str, action: str, author: Author) -> Participant:
    participant = participant_of(session, code)
    # who withdrew, was lost or completed may still be found to have died; nothing else follows an end
    if participant.status in LEFT and (status != "died" or participant.status == "died"):
        raise NotDone(f"{code}: is {participant.status} already")
    today, detail = local_day(author.now, participant.zone), f"{participant.status}, end {participant.end}"
    participant.status = status
    if participant.end is not None and participant.end > today:
        participant.end = max(today, participant.start or today)
    cut_links(session, participant, author.now)
    _stop_asking(session, participant, author.now, follow_ups_too=status == "died")
    author.record(session, action, "participant", participant.id, f"{status}; was {detail}")
    _replan(session, participant, author)
    return participant


def _replan(session: Session, participant: Participant, author: Author) -> None:
    """What has come due and was not opened yet is left to the clock, which plans anew itself: nothing due is lost."""
    due = participant.next_due_at
    if participant.status in LEFT or due is None or due > author.now:
        recompute_next_due(session, participant, author.now)


def _present(session: Session, code: str) -> Participant:
    participant = participant_of(session, code)
    if participant.status in LEFT:
        raise NotDone(f"{code}: is {participant.status}, and is asked nothing more")
    return participant


def _open(session: Session, participant: Participant) -> list[CheckIn]:
    rows = select(CheckIn).where(CheckIn.participant_id == participant.id, CheckIn.outcome == "open")
    return list(session.exec(rows.with_for_update()))


def _stop_asking(session: Session, participant: Participant, now: datetime, *, follow_ups_too: bool) -> None:
    """Open check-ins stop, and what has not been sent of them is dropped; one whose window had closed before keeps
    what it was. Those that belong to an escalation go on, as it does; but nobody asks the dead."""
    became = {
        j.check_in.id: j.outcome
        for j in judged(session, now, participant_id=participant.id).get(participant.id or 0, ())
    }
    kept: set[int | None] = set()
    for row in _open(session, participant):
        if row.escalation_id is None or follow_ups_too:
            row.outcome = "paused" if row.closes_at > now else became[row.id]
            row.wake_at = row.asked_at = None
        else:
            kept.add(row.id)
    waiting = session.exec(
        select(Delivery, Message.check_in_id)
        .join(Message, col(Message.id) == Delivery.message_id)
        .where(Message.participant_id == participant.id, Delivery.state == "pending")
        .where(col(Message.kind).in_(("question", "reminder")))
    )
    for delivery, check_in_id in waiting:
        if check_in_id not in kept:
            delivery.state = "dropped"


def _end_pauses(session: Session, participant: Participant, today: date) -> bool:
    """Pauses that reach today or later end yesterday; one that would begin only now or later is emptied."""
    rows = session.exec(select(Pause).where(Pause.participant_id == participant.id, Pause.last >= today)).all()
    for row in rows:
        row.last = today - DAY
    return bool(rows)
