"""Who is told: the targets of a ladder's step, resolved to people. Before a roster exists, doctors in order of joining."""

from collections.abc import Iterable, Sequence

from sqlmodel import Session, col, select

from bot.models import Escalation, EscalationStep, Staff
from conversations.escalation import Target


def staff_by_role(session: Session, *roles: str) -> Sequence[Staff]:
    """Present staff with one of these roles, in order of joining."""
    return session.exec(
        select(Staff)
        .where(col(Staff.role).in_(roles), col(Staff.removed_at).is_(None), col(Staff.joined_at).is_not(None))
        .order_by(col(Staff.joined_at), col(Staff.id))
    ).all()


def people_for(session: Session, escalation: Escalation, targets: Iterable[Target]) -> list[Staff]:
    """The people of a step, each once; if a target has nobody, the investigator, else whoever there is."""
    doctors = list(staff_by_role(session, "doctor"))
    investigators = list(staff_by_role(session, "investigator"))
    coordinators = list(staff_by_role(session, "coordinator"))
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
                holder = session.get(Staff, escalation.acknowledged_by) if escalation.acknowledged_by else None
                found += [holder] if holder and holder.removed_at is None else doctors[:1] or investigators
            case Target.EVERYONE:
                found += doctors + investigators + coordinators
    found = found or doctors or investigators or coordinators
    return list({person.id: person for person in found}.values())


def _next_doctor(session: Session, escalation: Escalation, doctors: list[Staff]) -> list[Staff]:
    """The first doctor not yet reached in this escalation; when all were, the one after the holder or the first."""
    steps = session.exec(select(EscalationStep.reached).where(EscalationStep.escalation_id == escalation.id)).all()
    reached = {int(id) for step in steps for id in step.split(",") if id} | {escalation.acknowledged_by}
    return [doctor for doctor in doctors if doctor.id not in reached][:1] or doctors[1:2] or doctors[:1]
