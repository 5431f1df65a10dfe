"""An escalation climbs: the step that is due is taken, its people are paged, and the next one is set.

It never ends by itself. The ladder is the one that was in force when the escalation opened or got worse.
"""

import json
from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session, col, select

from bot.ladder_copy import ladder_as_json, ladder_from_json
from bot.models import Escalation, EscalationStep, Staff
from bot.on_call import can_be_reached, people_for, reached_by
from bot.page_copies import redraw_pages, send_page
from bot.page_notices import send_notices
from bot.reviews import next_review
from conversations.escalation import PROMISED, Due, Severity, Target, next_step


def locked(session: Session, id: int | None) -> Escalation:
    """The escalation as it is now, held until the transaction ends: turns and presses come one after another."""
    statement = select(Escalation).where(Escalation.id == id).with_for_update(key_share=True)
    return session.exec(statement.execution_options(populate_existing=True)).one()


def step_due(escalation: Escalation) -> Due:
    """The next step of an emergency or urgent escalation."""
    ladder, held = ladder_from_json(escalation.ladder), escalation.phase == "held"
    return next_step(ladder, escalation.step, escalation.phase_from, held=held)


def climb(session: Session, escalation: Escalation, now: datetime) -> None:
    """Take the next step, and with it those that came due while nobody looked: each person gets one page."""
    if escalation.phase == "closed":
        return
    if escalation.severity == Severity.REVIEW.code:
        next_review(session, escalation, now)
        return
    people: dict[int | None, Staff] = {}
    first, n, again = True, escalation.step, escalation.round > 0 or escalation.step > 0
    while first or step_due(escalation).at <= now:
        first, due = False, step_due(escalation)
        people |= {person.id: person for person in _taken(session, escalation, due, now)}
        escalation.step += 1
    escalation.next_at = step_due(escalation).at
    for person in people.values():
        send_page(session, escalation, person, f"{escalation.round}:{n}", now, again=again)
    send_notices(session, escalation, people.values(), f"{escalation.round}:{n}", now)
    if again:
        redraw_pages(session, escalation, now, without=set(people))


def _taken(session: Session, escalation: Escalation, due: Due, now: datetime) -> list[Staff]:
    """Record a step with the people it reaches. A page that is sent anew reaches whoever had it, too."""
    targets: Iterable[Target] = due.to
    if due.number == 0 and escalation.assigned_to is not None:
        targets = (Target.ASSIGNED,)
    elif due.number == 0 and escalation.acknowledged_by is not None:
        targets = (Target.HOLDER, *due.to)
    people = people_for(session, escalation, targets, now)
    assert escalation.id is not None
    session.add(
        EscalationStep(
            escalation_id=escalation.id,
            round=escalation.round,
            n=due.number,
            due_at=due.at,
            at=now,
            reached=",".join(str(person.id) for person in people),
        )
    )
    session.flush()
    return people


def page_again(session: Session, escalation: Escalation, now: datetime, severity: Severity | None = None) -> None:
    """Page as at the beginning: a follow-up said it is no better, nobody came, or it is worse now (`severity`)."""
    if severity is not None and severity > Severity.of(escalation.severity):
        escalation.severity, escalation.ladder = severity.code, json.dumps(ladder_as_json(severity))
    escalation.phase, escalation.step, escalation.phase_from, escalation.assigned_to = "open", 0, now, None
    escalation.round += 1
    if escalation.told_late_at is None and (promise := PROMISED.get(escalation.message)):
        escalation.promised_at = now + promise
    climb(session, escalation, now)


def page_newcomer(session: Session, now: datetime) -> None:
    """Somebody has joined, or can be reached again: what nobody could be told is paged now."""
    waiting = session.exec(
        select(Escalation.id)
        .where(Escalation.phase != "closed", Escalation.severity != Severity.REVIEW.code)
        .order_by(col(Escalation.id))
    ).all()
    for id in waiting:
        escalation = locked(session, id)
        told = (session.get(Staff, staff) for staff in set(reached_by(session, escalation)))
        if escalation.phase != "closed" and not any(can_be_reached(session, person) for person in told):
            page_again(session, escalation, now)
