"""From a raised concern to people's phones: it joins or opens an escalation, which pages step by step.

A concern, its escalation and the first page are one transaction. An escalation climbs until someone
acknowledges, and then until someone closes it; it never ends by itself.
"""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from bot.body import Body
from bot.follow_ups import schedule_follow_ups
from bot.ladder_copy import ladder_as_json
from bot.ladders import climb, locked
from bot.models import CheckIn, Concern, Escalation, Participant
from bot.named import tell_named
from bot.nudges import nudge_to_message
from bot.page_copies import redraw_pages
from bot.post import EMERGENCY, say
from conversations import advice
from conversations.escalation import PROMISED, Severity, climbs_from
from conversations.events import ConcernRaised
from conversations.given import Given
from conversations.rule import Rule
from conversations.rules import RULES_VERSION, rule_of
from conversations.rules.silence import everybody_at

TOGETHER = timedelta(hours=2)
"""Concerns of one participant within this long are one page with the worst severity (clinical content §4)."""

BY_MORNING = "U28"
"""Infection signs before an injection: seen within 2 hours at any hour, and by 07:00 (clinical content §4)."""

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
    rules = [as_raised(event) for event in raised]
    severity = max(rule.severity for rule in rules)
    escalation = _joined(session, participant, check_in, rules, now)
    worse = escalation is None or severity > Severity.of(escalation.severity) or _presses(escalation, rules, given)
    if escalation is None:
        escalation = _opened(session, participant, severity, now)
    assert check_in.id is not None
    assert escalation.id is not None
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
        _set_severity(escalation, severity, rules, given, participant.zone)
        climb(session, escalation, now)
    else:
        redraw_pages(session, escalation, now)
    tell_named(session, escalation, rules, now)
    schedule_follow_ups(session, participant, check_in, escalation, rules, given, now)


def as_raised(event: ConcernRaised) -> Rule:
    """The rule with the severity it was raised with: what is known and not worse is a review, and asks nothing back."""
    rule, severity = rule_of(event.rule), Severity.of(event.severity)
    return rule if rule.severity is severity else replace(rule, severity=severity, symptom=False)


def _joined(
    session: Session, participant: Participant, check_in: CheckIn, rules: list[Rule], now: datetime
) -> Escalation | None:
    """The open escalation that these concerns belong to, if there is one."""
    rows = session.exec(
        select(Concern, Escalation.id)
        .join(Escalation, col(Escalation.id) == Concern.escalation_id)
        .where(Escalation.participant_id == participant.id, Escalation.phase != "closed")
        .order_by(col(Escalation.id).desc())
    ).all()
    ids = {rule.id for rule in rules}
    followed = [id for _, id in rows if id == check_in.escalation_id]
    recent = [id for c, id in rows if c.check_in_id == check_in.id or now - c.raised_at <= TOGETHER]
    repeated = [id for c, id in rows if now - c.raised_at <= REPEAT and c.rule in ids]
    for id in (*followed, *recent, *repeated):
        escalation = locked(session, id)
        if escalation.phase != "closed":
            return escalation
    return None


def _presses(escalation: Escalation, rules: Sequence[Rule], given: Given) -> bool:
    """What cannot wait joins what waits for the morning: it waits no longer."""
    waits = escalation.severity == Severity.URGENT.code and escalation.phase == "open"
    urgent = [rule for rule in rules if rule.severity is Severity.URGENT]
    pressing = any(rule.id == BY_MORNING or advice.message_of(rule, given) == "M-U" for rule in urgent)
    return waits and escalation.phase_from > given.now and pressing


def _opened(session: Session, participant: Participant, severity: Severity, now: datetime) -> Escalation:
    assert participant.id is not None
    escalation = Escalation(
        participant_id=participant.id, severity=severity.code, message="", opened_at=now, phase_from=now, ladder="{}"
    )
    session.add(escalation)
    session.flush()
    return escalation


def _set_severity(escalation: Escalation, severity: Severity, rules: Sequence[Rule], given: Given, zone: str) -> None:
    """A new escalation, or one that got worse: its ladder is copied, and climbing begins anew."""
    now = given.now
    messages = [advice.message_of(rule, given) for rule in rules if rule.severity == severity]
    escalation.round += bool(escalation.ladder != "{}" or escalation.step)
    escalation.severity, escalation.message = severity.code, min(filter(None, messages), default="")
    by_morning = severity is Severity.URGENT and any(rule.id == BY_MORNING for rule in rules)
    everybody = everybody_at(now, zone) - now if by_morning else None
    escalation.ladder = json.dumps(ladder_as_json(severity, everybody))
    escalation.phase, escalation.step, escalation.phase_from, escalation.assigned_to = "open", 0, now, None
    if severity is not Severity.REVIEW and not by_morning:
        escalation.phase_from = climbs_from(severity, escalation.message, now, zone)
    promise = PROMISED.get(escalation.message)
    escalation.promised_at, escalation.told_late_at = now + promise if promise else None, None
    escalation.next_at = now


def refresh_pages(session: Session, check_in: CheckIn, now: datetime) -> None:
    """The participant was told something, or has finished: the pages about this check-in show it."""
    raised = select(Concern.escalation_id).where(Concern.check_in_id == check_in.id)
    for id in sorted({*session.exec(raised), *([check_in.escalation_id] if check_in.escalation_id else [])}):
        escalation = locked(session, id)
        if escalation.phase != "closed":
            redraw_pages(session, escalation, now)


def tell_if_late(session: Session, escalation: Escalation, now: datetime) -> None:
    """Nobody has acknowledged in the promised time: the participant is told so, once (M-L)."""
    participant = session.get(Participant, escalation.participant_id)
    assert participant is not None
    escalation.told_late_at = now
    body = Body(tuple(advice.promised_time_passed()))
    say(session, participant, "advice", f"late:{escalation.id}:{escalation.round}", body, now, priority=EMERGENCY)
    nudge_to_message(session, participant, f"late:{escalation.id}:{escalation.round}", now)
