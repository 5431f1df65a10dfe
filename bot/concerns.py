"""From a raised concern to people's phones: it joins or opens an escalation, which pages step by step.

A concern, its escalation and the first page are one transaction. An escalation climbs until someone
acknowledges, and then until someone closes it; it never ends by itself.
"""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from bot.body import Body
from bot.follow_ups import schedule_follow_ups
from bot.models import CheckIn, Concern, Delivery, Escalation, EscalationStep, Message, Participant, Staff
from bot.on_call import people_for
from bot.pages import page_body
from bot.post import EMERGENCY, REPLY, REST, Concerning, redraw, say
from bot.reviews import next_review
from conversations import advice
from conversations.escalation import LADDERS, PROMISED, Due, Ladder, Severity, Step, Target, climbs_from, next_step
from conversations.events import ConcernRaised
from conversations.given import Given
from conversations.rule import Rule
from conversations.rules import RULES_VERSION, rule_of

TOGETHER = timedelta(hours=2)
"""Concerns of one participant within this long are one page with the worst severity (clinical content §4)."""

REPEAT = timedelta(hours=24)
"""The same rule again within this long joins the open escalation (clinical content §4)."""


def raise_concerns(
    session: Session,
    participant: Participant,
    check_in: CheckIn,
    given: Given,
    raised: Sequence[ConcernRaised],
    now: datetime,
) -> None:
    """Store what was raised in this turn and page for it, once, with the worst severity."""
    if not raised:
        return
    rules = [rule_of(event.rule) for event in raised]
    severity = max(rule.severity for rule in rules)
    escalation = _joined(session, participant, check_in, rules, now)
    worse = escalation is None or severity > Severity.of(escalation.severity)
    if escalation is None:
        escalation = _opened(session, participant, severity, rules, now)
    assert check_in.id is not None and escalation.id is not None
    for event in raised:
        session.add(
            Concern(
                check_in_id=check_in.id,
                escalation_id=escalation.id,
                rule=event.rule,
                rules_version=RULES_VERSION,
                severity=event.severity,
                raised_at=event.at,
            )
        )
    session.flush()
    if worse:
        _set_severity(escalation, severity, rules, now, participant.zone)
        climb(session, escalation, now)
    else:
        redraw_pages(session, escalation, now)
    schedule_follow_ups(session, participant, check_in, escalation, rules, given, now)


def _joined(
    session: Session, participant: Participant, check_in: CheckIn, rules: list[Rule], now: datetime
) -> Escalation | None:
    """The open escalation that these concerns belong to, if there is one."""
    rows = session.exec(
        select(Escalation, Concern)
        .join(Concern, col(Concern.escalation_id) == Escalation.id)
        .where(Escalation.participant_id == participant.id, Escalation.phase != "closed")
        .order_by(col(Escalation.opened_at).desc())
    ).all()
    for escalation, concern in rows:
        same_time = concern.check_in_id == check_in.id or now - concern.raised_at <= TOGETHER
        repeated = now - concern.raised_at <= REPEAT and concern.rule in {rule.id for rule in rules}
        if same_time or repeated or escalation.id == check_in.escalation_id:
            return escalation
    return None


def _opened(
    session: Session, participant: Participant, severity: Severity, rules: list[Rule], now: datetime
) -> Escalation:
    assert participant.id is not None
    escalation = Escalation(
        participant_id=participant.id, severity=severity.code, message="", opened_at=now, phase_from=now, ladder="{}"
    )
    session.add(escalation)
    session.flush()
    return escalation


def _set_severity(escalation: Escalation, severity: Severity, rules: list[Rule], now: datetime, zone: str) -> None:
    """A new escalation, or one that got worse: its ladder is copied, and climbing begins anew."""
    worst = [rule.message for rule in rules if rule.severity == severity and rule.message]
    escalation.severity, escalation.message = severity.code, min(worst, default="")
    escalation.ladder = json.dumps(ladder_as_json(severity))
    escalation.round += bool(escalation.phase_from != escalation.opened_at or escalation.step)
    escalation.phase, escalation.step = "open", 0
    escalation.phase_from = now
    if severity is not Severity.REVIEW:
        escalation.phase_from = climbs_from(severity, escalation.message, now, zone)
    promise = PROMISED.get(escalation.message)
    escalation.promised_at = now + promise if promise else None
    escalation.next_at = now


def ladder_as_json(severity: Severity) -> dict[str, object]:
    """The ladder as it is now, copied into the escalation so that later edits do not change it."""
    ladder = LADDERS.get(severity)
    if ladder is None:
        return {}
    return {
        "open": [[step.after.total_seconds(), list(step.to)] for step in ladder.open],
        "every": ladder.every.total_seconds(),
        "held": [[step.after.total_seconds(), list(step.to)] for step in ladder.held],
        "held_every": (ladder.held_every or ladder.every).total_seconds(),
    }


def ladder_from_json(stored: str) -> Ladder:
    plain = json.loads(stored)

    def steps(name: str) -> tuple[Step, ...]:
        return tuple(
            Step(timedelta(seconds=after), tuple(Target(to) for to in targets)) for after, targets in plain[name]
        )

    return Ladder(
        steps("open"), timedelta(seconds=plain["every"]), steps("held"), timedelta(seconds=plain["held_every"])
    )


def step_due(escalation: Escalation) -> Due:
    """The next step of an emergency or urgent escalation."""
    ladder, held = ladder_from_json(escalation.ladder), escalation.phase == "held"
    return next_step(ladder, escalation.step, escalation.phase_from, held=held)


def climb(session: Session, escalation: Escalation, now: datetime) -> None:
    """Take the step that is due, tell its people, and set when the next one is."""
    if escalation.phase == "closed":
        return
    if escalation.severity == Severity.REVIEW.code:
        next_review(session, escalation, now)
        return
    due = step_due(escalation)
    _take(session, escalation, due.number, due.at, people_for(session, escalation, due.to), now)
    escalation.step += 1
    escalation.next_at = max(step_due(escalation).at, now)


def _take(
    session: Session, escalation: Escalation, n: int, due_at: datetime, people: Sequence[Staff], now: datetime
) -> None:
    assert escalation.id is not None
    reached = ",".join(str(person.id) for person in people)
    step = EscalationStep(
        escalation_id=escalation.id, round=escalation.round, n=n, due_at=due_at, at=now, reached=reached
    )
    session.add(step)
    session.flush()
    priority = EMERGENCY if escalation.severity == Severity.EMERGENCY.code else REPLY
    for person in people:
        key = f"page:{escalation.id}:{escalation.round}:{n}:{person.id}"
        body = page_body(session, escalation, person, now, again=n > 0)
        say(session, person, "page", key, body, now, priority=priority, about=Concerning(escalation=escalation.id))


def page_again(session: Session, escalation: Escalation, now: datetime) -> None:
    """A follow-up said it is no better, or nobody came: the escalation is paged as at the beginning."""
    escalation.phase, escalation.step, escalation.phase_from = "open", 0, now
    escalation.round += 1
    climb(session, escalation, now)


def redraw_pages(session: Session, escalation: Escalation, now: datetime) -> None:
    """Every copy of the page shows the state: what joined, who has it, how it was closed."""
    pages = session.exec(
        select(Message).where(Message.escalation_id == escalation.id, Message.kind == "page").order_by(col(Message.id))
    ).all()
    latest = {page.staff_id: page for page in pages}
    revision = session.exec(
        select(Message.id).where(Message.escalation_id == escalation.id, Message.kind == "mark")
    ).all()
    for page in latest.values():
        person = session.get(Staff, page.staff_id)
        if person is not None:
            body = page_body(session, escalation, person, now)
            redraw(session, page, body, f"page-mark:{page.id}:{len(revision)}", now, REST)


def stop_pages(session: Session, escalation: Escalation) -> None:
    """Pages that have not left yet are dropped, in the transaction that acknowledges."""
    pending = session.exec(
        select(Delivery)
        .join(Message, col(Message.id) == Delivery.message_id)
        .where(Message.escalation_id == escalation.id, Message.kind == "page", Delivery.state == "pending")
    )
    for delivery in pending:
        delivery.state = "dropped"


def tell_if_late(session: Session, escalation: Escalation, now: datetime) -> None:
    """Nobody has acknowledged in the promised time: the participant is told so, once (M-L)."""
    participant = session.get(Participant, escalation.participant_id)
    assert participant is not None
    escalation.told_late_at = now
    body = Body(tuple(advice.promised_time_passed()))
    say(session, participant, "advice", f"late:{escalation.id}:{escalation.round}", body, now, priority=EMERGENCY)
