"""What staff look up about participants: where each stands. Who they are is never in it, only whether it is known."""

from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, func, select

from bot.enrolment import participant_of
from bot.models import Address, Escalation, Identity, Invite, Participant, Pause, Plan, Visit
from bot.reports.exposure import steroid_record
from conversations.schedule import local_day, study_day

Record = dict[str, Any]


def all_participants(session: Session, now: datetime) -> list[Record]:
    """One short record each, by code."""
    people = session.exec(select(Participant).order_by(col(Participant.code))).all()
    return [standing_of(session, person, now) for person in people]


def standing_of(session: Session, person: Participant, now: datetime) -> Record:
    """Where a participant stands now. The study arm is not in it."""
    today = local_day(now, person.zone)
    return {
        "code": person.code,
        "status": person.status,
        "language": person.language,
        "study_day": study_day(person.start, today) if person.start else None,
        "agreed_at": person.agreed_at,
        "paused_until": max((last for first, last in _pauses(session, person) if first <= today <= last), default=None),
        "next_due_at": person.next_due_at,
        "last_heard": person.heard_at,
    }


def one_participant(session: Session, code: str, now: datetime) -> Record:
    """Everything about one participant but who it is. Raises NotDone."""
    person = participant_of(session, code)
    identity = session.get(Identity, person.id)
    plans = session.exec(select(Plan).where(Plan.participant_id == person.id).order_by(col(Plan.id)))
    visits = session.exec(
        select(Visit).where(Visit.participant_id == person.id).order_by(col(Visit.day), col(Visit.id))
    )
    addresses = session.exec(select(Address).where(Address.participant_id == person.id).order_by(col(Address.id)))
    open_invite = session.exec(
        select(func.max(Invite.expires_at))
        .where(Invite.participant_id == person.id, col(Invite.used_at).is_(None))
        .where(Invite.expires_at > now)
    ).one()
    escalations = session.exec(
        select(func.count()).where(Escalation.participant_id == person.id, Escalation.phase != "closed")
    ).one()
    return standing_of(session, person, now) | {
        "arm": person.arm,
        "start": person.start,
        "end": person.end,
        "checkin_time": person.hour,
        "timezone": person.zone,
        "sex": person.sex,
        "weight_kg": person.weight_kg,
        "tpmt": person.tpmt,
        "hbv_core_positive": person.hbv_core_positive,
        "infertile": person.infertile,
        "agreed_wording": person.agreed_wording,
        "identity": {
            field: identity is not None and getattr(identity, field) is not None
            for field in ("phone", "emergency_contact", "notify", "birth_year")
        },
        "addresses": [
            {"channel": a.channel, "open": a.closed_at is None, "closed_why": a.closed_why} for a in addresses
        ],
        "invite_open_until": open_invite,
        "open_concerns": escalations,
        "plans": [
            {"drug": p.drug, "mg": p.doses, "from": p.from_day, "tablet_mg": p.tablet_mg, "entered_at": p.entered_at}
            for p in plans
        ],
        "visits": [{"kind": v.kind, "on": v.day, "at": v.hour, "done": v.done} for v in visits],
        "steroid": steroid_record(session, person, now),
        "pauses": [{"first": first, "last": last} for first, last in _pauses(session, person) if first <= last],
    }


def _pauses(session: Session, person: Participant) -> list[tuple[date, date]]:
    rows = session.exec(select(Pause).where(Pause.participant_id == person.id).order_by(col(Pause.id)))
    return [(row.first, row.last) for row in rows]
