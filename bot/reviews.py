"""What can wait for the morning: one list a person at 08:00 of a working day, not a page each.

Unseen after a working day it goes to the other role, then to the investigator, and then stays on
everybody's list until somebody closes it.
"""

from collections.abc import Sequence
from datetime import date, datetime

from sqlmodel import Session, col, select

from bot.body import Body, Key
from bot.buttons import StaffButton, pack
from bot.models import Concern, Escalation, EscalationStep, Participant, Staff
from bot.on_call import staff_by_role
from bot.post import REMINDER, say
from conversations import trial
from conversations.escalation import REVIEW_AT
from conversations.rules import rule_of
from conversations.schedule import instant, local_day, next_working_day
from conversations.text import Text, _


def next_review(session: Session, escalation: Escalation, now: datetime) -> None:
    """A review waits for the next working morning."""
    participant = session.get(Participant, escalation.participant_id)
    assert participant is not None
    escalation.next_at = next_morning(now, participant.zone)


def next_morning(now: datetime, zone: str) -> datetime:
    """08:00 local of the next working day (Chinese holiday calendar)."""
    day = next_working_day(local_day(now, zone), trial.HOLIDAYS, trial.WORKED_WEEKENDS)
    return instant(day, REVIEW_AT, zone)


def send_reviews(session: Session, due: Sequence[Escalation], now: datetime) -> None:
    """Put every due review on the lists it belongs to, and send each person theirs as one message."""
    lists: dict[int, list[Escalation]] = {}
    people: dict[int, Staff] = {}
    for escalation in due:
        reached = _people(session, escalation)
        for person in reached:
            assert person.id is not None
            people[person.id] = person
            lists.setdefault(person.id, []).append(escalation)
        _climbed(session, escalation, reached, now)
    for id, escalations in lists.items():
        person = people[id]
        key = f"reviews:{id}:{now.date().isoformat()}:{escalations[0].id}:{escalations[0].step}"
        say(session, person, "page", key, _list(session, escalations, now.date()), now, priority=REMINDER)


def _people(session: Session, escalation: Escalation) -> list[Staff]:
    """Whose list it is on today: the rule's role first, then the other, then the investigator."""
    rules = session.exec(select(Concern.rule).where(Concern.escalation_id == escalation.id)).all()
    doctor_first = any({"OD", "PI"} & set(rule_of(rule).to) for rule in rules)
    doctors = list(staff_by_role(session, "doctor"))[:1]
    coordinators = list(staff_by_role(session, "coordinator"))
    investigators = list(staff_by_role(session, "investigator"))
    first, other = (doctors, coordinators) if doctor_first else (coordinators, doctors)
    turns = [first, other, investigators, first + other + investigators]
    holder = session.get(Staff, escalation.acknowledged_by) if escalation.acknowledged_by else None
    if escalation.phase == "held" and holder and holder.removed_at is None:
        turns[0] = [holder]
    wanted = turns[min(escalation.step, len(turns) - 1)]
    return wanted or first + other + investigators


def _climbed(session: Session, escalation: Escalation, reached: Sequence[Staff], now: datetime) -> None:
    participant = session.get(Participant, escalation.participant_id)
    assert participant is not None and escalation.id is not None
    session.add(
        EscalationStep(
            escalation_id=escalation.id,
            round=escalation.round,
            n=escalation.step,
            due_at=escalation.next_at or now,
            at=now,
            reached=",".join(str(person.id) for person in reached),
        )
    )
    escalation.step += 1
    escalation.next_at = next_morning(now, participant.zone)


def _list(session: Session, escalations: Sequence[Escalation], today: date) -> Body:
    lines: list[Text] = [_("To look at by this evening, {date} ({count}):", date=today, count=len(escalations))]
    rows = []
    for escalation in escalations:
        participant = session.get(Participant, escalation.participant_id)
        rules = session.exec(
            select(Concern.rule).where(Concern.escalation_id == escalation.id).order_by(col(Concern.id))
        ).all()
        assert participant is not None and escalation.id is not None
        lines.append(_("⚪ {code}: {title}", code=participant.code, title=rule_of(rules[0]).title))
        rows.append((Key(_("Show {code}", code=participant.code), pack(StaffButton(escalation.id, "show"))),))
    return Body(tuple(lines), tuple(rows))
