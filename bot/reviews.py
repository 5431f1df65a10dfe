"""What can wait for the morning: one list a person at 08:00 of a working day, not a page each.

Unseen after a working day it goes to the other role, then to the investigator, and then stays on
everybody's list until somebody closes it.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, select

from bot.facts import log_of
from bot.models import CheckIn, Concern, Escalation, EscalationStep, Participant, Staff
from bot.on_call import doctor_on_call, holder_of, reachable
from bot.shifts import working_calendar
from bot.staff_lists import send_list
from bot.stored import facts_from_json
from conversations.escalation import REVIEW_AT
from conversations.given import Given
from conversations.rule import Recipient
from conversations.rules import recipients_of, rule_of
from conversations.rules.silence import cause_of
from conversations.schedule import DAY, instant, local_day, next_working_day


def next_review(session: Session, escalation: Escalation, now: datetime) -> None:
    """A review waits for the next working morning."""
    participant = session.get(Participant, escalation.participant_id)
    assert participant is not None
    escalation.next_at = next_morning(session, now, participant.zone)


def next_morning(session: Session, now: datetime, zone: str) -> datetime:
    """The next 08:00 local of a working day (Chinese holiday calendar); before 08:00 that may be today's."""
    today = local_day(now, zone)
    before = today - DAY if now < instant(today, REVIEW_AT, zone) else today
    return instant(next_working_day(before, *working_calendar(session)), REVIEW_AT, zone)


def send_reviews(session: Session, due: Sequence[Escalation], now: datetime) -> None:
    """Put every due review on the lists it belongs to, and send each person theirs as one message."""
    lists: dict[int | None, list[Escalation]] = {}
    people: dict[int | None, Staff] = {}
    for escalation in due:
        reached = _people(session, escalation, now)
        for person in reached:
            people[person.id] = person
            lists.setdefault(person.id, []).append(escalation)
        _climbed(session, escalation, reached, now)
    for id, escalations in lists.items():
        send_list(session, people[id], escalations, now)


def _people(session: Session, escalation: Escalation, now: datetime) -> list[Staff]:
    """Whose list it is on today: the rule's role first, then the other, then the investigator."""
    concerns = session.exec(select(Concern).where(Concern.escalation_id == escalation.id)).all()
    named = {name for concern in concerns for name in _named(session, concern)}
    coordinators, investigators = reachable(session, "coordinator"), reachable(session, "investigator")
    doctors = doctor_on_call(session, now)
    first = (doctors if "OD" in named else []) + (coordinators if "CRC" in named else [])
    first += investigators if "PI" in named else []
    other = coordinators if "OD" in named else doctors
    turns = [first, other, investigators]
    holder = holder_of(session, escalation)
    if escalation.phase == "held" and holder is not None:
        turns[0] = [holder]
    wanted = turns[escalation.step] if escalation.step < len(turns) else []
    return wanted or doctors + coordinators + investigators or reachable(session, "doctor")


def _named(session: Session, concern: Concern) -> tuple[Recipient, ...]:
    """To whom the row of the table sends it; for some rows that depends on the answers."""
    if cause := cause_of(concern.cause):
        return cause.to
    check_in = session.get(CheckIn, concern.check_in_id)
    assert check_in is not None
    given = Given(facts_from_json(check_in.facts), log_of(session, check_in), concern.raised_at)
    return recipients_of(rule_of(concern.rule), given)


def _climbed(session: Session, escalation: Escalation, reached: Sequence[Staff], now: datetime) -> None:
    """The step is recorded, if it reached anybody; the next working morning brings the next one."""
    assert escalation.id is not None
    if reached:
        step = EscalationStep(
            escalation_id=escalation.id,
            round=escalation.round,
            n=escalation.step,
            due_at=escalation.next_at or now,
            at=now,
            reached=",".join(str(person.id) for person in reached),
        )
        session.add(step)
        escalation.step += 1
    next_review(session, escalation, now)
