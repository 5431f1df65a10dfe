"""Who is told: the targets of a ladder's step, resolved to people. Before a roster exists, doctors in order of joining.

Only people who can be reached count: a doctor who has blocked the bot is passed by, and the next one is told.
"""

from collections.abc import Iterable, Sequence

from sqlmodel import Session, col, select

from bot.models import Address, Escalation, EscalationStep, Staff
from conversations.escalation import Target


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


def people_for(session: Session, escalation: Escalation, targets: Iterable[Target]) -> list[Staff]:
    """The people of a step, each once; if a target has nobody, the investigator, else whoever there is."""
    doctors = reachable(session, "doctor")
    investigators = reachable(session, "investigator")
    coordinators = reachable(session, "coordinator")
    found: list[Staff] = []
    for target in targets:
        match target:
            case Target.ON_CALL:
                found += doctors[:1] or investigators
            case Target.NEXT_DOCTOR:
                found += _next_doctor(session, escalation, doctors) or investigators
            case Target.INVESTIGATOR:
                found += investigators
            case Target.COORDINATOR:
                found += coordinators
            case Target.HOLDER:
                holder = holder_of(session, escalation)
                found += [holder] if holder else doctors[:1] or investigators
            case Target.EVERYONE:
                found += doctors + investigators + coordinators
    found = found or doctors or investigators or coordinators
    return list({person.id: person for person in found}.values())


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
