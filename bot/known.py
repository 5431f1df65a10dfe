"""“Known, not worse”: a doctor marks it when closing, and the check-ins that follow are judged with it.

What is stored is which check-in the doctor had seen; later answers are compared with that check-in as it stood then.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from bot.models import Answer, CheckIn, Concern, Escalation, Known, Participant, Staff
from conversations import facts
from conversations.escalation import Severity
from conversations.rule import comparable
from conversations.rules import rule_of
from conversations.rules.known import KNOWN_DAYS, OVER_WEEKS
from conversations.schedule import local_day

LAST_TIME = timedelta(days=14)
"""How old the last round may be with which a rule over weeks is compared (clinical content §4, `prev_*`)."""


def markable(session: Session, escalation: Escalation, person: Staff) -> list[Concern]:
    """The newest concern of each rule of this escalation that this person may mark as known; none in an emergency."""
    if escalation.severity == Severity.EMERGENCY.code or person.role == "coordinator":
        return []
    rows = session.exec(select(Concern).where(Concern.escalation_id == escalation.id).order_by(col(Concern.id))).all()
    newest = {concern.rule: concern for concern in rows}
    return [
        concern
        for rule, concern in newest.items()
        if comparable(rule_of(rule), answers_at(session, concern.check_in_id, None))
    ]


def mark_known(session: Session, escalation: Escalation, person: Staff, days: int, now: datetime) -> date | None:
    """Until which day the same or milder pages nobody; None where nothing here may be marked. `days`: `KNOWN_DAYS`."""
    participant = session.get(Participant, escalation.participant_id)
    concerns = markable(session, escalation, person)
    if participant is None or days not in KNOWN_DAYS or not concerns:
        return None
    until = local_day(now, participant.zone) + timedelta(days=days)
    assert participant.id is not None
    assert escalation.id is not None
    assert person.id is not None
    before = {mark.rule: mark for mark in marks_of(session, escalation)}  # of a close that was taken back
    for concern in concerns:
        mark = before.get(concern.rule) or Known(
            participant_id=participant.id,
            escalation_id=escalation.id,
            check_in_id=concern.check_in_id,
            rule=concern.rule,
            until=until,
            marked_at=now,
            marked_by=person.id,
        )
        mark.check_in_id, mark.until, mark.marked_at, mark.marked_by = concern.check_in_id, until, now, person.id
        session.add(mark)
    session.flush()
    return until


def unmark_known(session: Session, escalation: Escalation, marked_at: datetime) -> None:
    """The close that marked it is taken back, and the marks with it."""
    marks = select(Known).where(Known.escalation_id == escalation.id, Known.marked_at == marked_at)
    for mark in session.exec(marks).all():
        session.delete(mark)


def marks_of(session: Session, escalation: Escalation) -> Sequence[Known]:
    """What was marked when this escalation was closed; it holds while it is closed so."""
    return session.exec(select(Known).where(Known.escalation_id == escalation.id).order_by(col(Known.rule))).all()


def known_to(session: Session, check_in: CheckIn, now: datetime) -> tuple[facts.Known, ...]:
    """What is known of this participant when this check-in is judged: doctors' marks, and the rules over weeks."""
    marks = session.exec(
        select(Known)
        .join(Escalation, col(Escalation.id) == Known.escalation_id)
        .where(Escalation.outcome == "known", Escalation.phase == "closed")
        .where(Known.participant_id == check_in.participant_id, Known.until >= check_in.day - timedelta(days=1))
        .order_by(col(Known.id))
    ).all()
    known = [
        facts.Known(mark.rule, mark.until, answers_at(session, mark.check_in_id, mark.marked_at))
        for mark in marks
        if mark.check_in_id != check_in.id
    ]
    return (*known, *_last_time(session, check_in, now))


def _last_time(session: Session, check_in: CheckIn, now: datetime) -> list[facts.Known]:
    """A rule over weeks that was met in the round before: it pages again only if it is worse than then."""
    if check_in.questionnaire != "weekly":
        return []
    rows = session.exec(
        select(Concern.rule, Concern.check_in_id)
        .join(CheckIn, col(CheckIn.id) == Concern.check_in_id)
        .where(CheckIn.participant_id == check_in.participant_id, CheckIn.questionnaire == check_in.questionnaire)
        .where(CheckIn.due_at < check_in.due_at, CheckIn.due_at >= check_in.due_at - LAST_TIME)
        .where(col(Concern.rule).in_(OVER_WEEKS))
        .order_by(col(CheckIn.due_at))
    ).all()
    today = max(check_in.day, now.date()) + timedelta(days=1)
    return [facts.Known(rule, today, answers_at(session, id, None)) for rule, id in dict(rows).items()]


def answers_at(session: Session, check_in_id: int, at: datetime | None) -> dict[str, str]:
    """The answers of a check-in as they stood at that instant (None: now), codes and numbers only."""
    wanted = select(Answer).where(Answer.check_in_id == check_in_id)
    if at is not None:
        wanted = wanted.where(Answer.at <= at)
    latest = {row.item: row for row in session.exec(wanted.order_by(col(Answer.id), col(Answer.revision)))}
    return {item: row.value for item, row in latest.items() if row.state == "answered" and row.value is not None}
