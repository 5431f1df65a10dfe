"""Who is told: the targets of a ladder's step, resolved to people by the roster (`bot.shifts`). Before a roster exists,
doctors in order of joining; when nobody is on duty, the investigator.

Only people who can be reached count: a doctor who has blocked the bot is passed by, and the next one is told.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import assert_never

from sqlmodel import Session, col, select

from bot.ladder_copy import groups_of
from bot.models import Address, Escalation, EscalationStep, Staff
from bot.shifts import duty_at, is_in_force
from conversations.escalation import LAST_RESORT, Target, Who


def staff_by_role(session: Session, *roles: str) -> Sequence[Staff]:
    """Present staff with one of these roles, in order of joining."""
    return session.exec(
        select(Staff)
        .where(col(Staff.role).in_(roles), col(Staff.removed_at).is_(None), col(Staff.joined_at).is_not(None))
        .order_by(col(Staff.joined_at), col(Staff.id))
    ).all()


def can_be_reached(session: Session, staff: Staff | None) -> bool:
    """Whether this person is on the staff and has an account that is open, or has joined and has a route of notice
    that is not known to be closed."""
    if staff is None or staff.removed_at is not None:
        return False
    found = session.exec(select(Address.channel, Address.closed_at).where(Address.staff_id == staff.id)).all()
    if any(closed_at is None for _channel, closed_at in found):
        return True
    tried = any(channel == "notice" for channel, _closed_at in found)
    return staff.notify is not None and staff.joined_at is not None and not tried


def reachable(session: Session, *roles: str) -> list[Staff]:
    """Present staff with one of these roles who can be reached, in order of joining."""
    return [person for person in staff_by_role(session, *roles) if can_be_reached(session, person)]


def office(session: Session) -> list[Staff]:
    """Who looks after what is not a page: coordinators; without any, investigators; without any, doctors."""
    for role in ("coordinator", "investigator", "doctor"):
        if people := reachable(session, role):
            return people
    return []


def people_for(session: Session, escalation: Escalation, targets: Iterable[Target], now: datetime) -> list[Staff]:
    """The people of a step, each once, by the rule that the escalation carries; if it reaches nobody, whoever there
    is: doctors, else the investigators, else the coordinators."""
    found: list[Staff] = []
    for target in targets:
        for group in groups_of(escalation.ladder, target):
            found += next(filter(None, (standing(session, who, now, escalation) for who in group)), [])
    if not found:
        found = next(filter(None, (standing(session, who, now, escalation) for who in LAST_RESORT)), [])
    return list({person.id: person for person in found}.values())


def standing(session: Session, who: Who, now: datetime, escalation: Escalation | None = None) -> list[Staff]:
    """The people who stand in a place now and can be reached."""
    match who:
        case Who.FIRST:
            return _on_duty(session, now, 0)
        case Who.SECOND:
            return _on_duty(session, now, 1)
        case Who.NEXT_DOCTOR:
            doctors = _in_order(session, now)
            return _next_doctor(session, escalation, doctors) if escalation else doctors[:1]
        case Who.DOCTORS:
            return _in_order(session, now)
        case Who.INVESTIGATOR:
            duty = duty_at(session, now)
            named = _those(session, [duty.investigator] if duty and duty.investigator else [])
            return named or reachable(session, "investigator")
        case Who.COORDINATORS:
            return reachable(session, "coordinator")
        case Who.HOLDER:
            holder = holder_of(session, escalation) if escalation else None
            return [holder] if holder else []
        case Who.ASSIGNED:
            return _those(session, [escalation.assigned_to] if escalation and escalation.assigned_to else [])
        case _:
            assert_never(who)


def doctor_on_call(session: Session, now: datetime) -> list[Staff]:
    """The one doctor who is called now: first on duty, else second; nobody when no shift covers the hour."""
    return standing(session, Who.FIRST, now) or standing(session, Who.SECOND, now)


def _on_duty(session: Session, now: datetime, place: int) -> list[Staff]:
    """First (0) or second (1) on call. Before a roster, the doctors in order of joining stand for it."""
    duty = duty_at(session, now)
    if duty is not None:
        return _those(session, [(duty.first, duty.second)[place]])
    return [] if is_in_force(session, now) else reachable(session, "doctor")[place : place + 1]


def _in_order(session: Session, now: datetime) -> list[Staff]:
    """Everybody who is called as a doctor: whoever is on duty, then the other doctors in order of joining."""
    duty = duty_at(session, now)
    called = _those(session, [duty.first, duty.second] if duty else [])
    ids = {person.id for person in called}
    return called + [doctor for doctor in reachable(session, "doctor") if doctor.id not in ids]


def _those(session: Session, ids: Iterable[int]) -> list[Staff]:
    """These people, as far as they are on the staff and can be reached."""
    people = (session.get(Staff, id) for id in ids)
    return [person for person in people if person is not None and can_be_reached(session, person)]


def holder_of(session: Session, escalation: Escalation) -> Staff | None:
    """Who acknowledged it last, as long as that person can be reached."""
    holder = session.get(Staff, escalation.acknowledged_by) if escalation.acknowledged_by else None
    return holder if can_be_reached(session, holder) else None


def reached_by(session: Session, escalation: Escalation) -> list[int]:
    """Ids of everybody whom a step of this escalation has reached, in order, as often as they were."""
    steps = session.exec(
        select(EscalationStep.reached)
        .where(EscalationStep.escalation_id == escalation.id)
        .order_by(col(EscalationStep.id))
    ).all()
    return [int(id) for step in steps for id in step.split(",") if id]


def _next_doctor(session: Session, escalation: Escalation, doctors: list[Staff]) -> list[Staff]:
    """The first doctor not yet reached in this escalation; when all were, the one whose last page is oldest. Whoever
    has taken it over comes last."""
    last = {id: place for place, id in enumerate(reached_by(session, escalation))}
    wanted = sorted(doctors, key=lambda d: (d.id == escalation.acknowledged_by, last.get(d.id or 0, -1)))
    return wanted[:1]
