"""What time alone raises (R11, R12): the clock reads what was put and planned, and stores what `silence.overdue` says.

Each is raised once: the participant is locked, and the concern's cause is looked up before it is written.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, func, select

from bot.facts import latest_answers
from bot.models import CheckIn, Concern, Escalation, Participant, Pause, Visit
from bot.reviews import next_morning
from conversations.escalation import Severity
from conversations.rules import RULES_VERSION
from conversations.rules.silence import CAUSES, CauseCode, Overdue, Planned, Put, morning_after, overdue
from conversations.schedule import local_day

LOOK_BACK = timedelta(days=15)
"""How far back single check-ins and visits are looked at. Silence itself has no end to its look."""


def watch(session: Session, participant: Participant, now: datetime) -> None:
    """Raise what time has brought about for this participant, who is locked."""
    today = local_day(now, participant.zone)
    if participant.status != "active" or _paused(session, participant, today):
        return
    put = [*_since_heard(session, participant), *_recent(session, participant, now)]
    planned, worried = _planned(session, participant, today), _worried(session, participant)
    for found in overdue(put, planned, worried, now, participant.zone):
        raise_overdue(session, participant, found, now)


def raise_overdue(session: Session, participant: Participant, found: Overdue, now: datetime) -> Escalation | None:
    """One concern under its cause, on a list of its own; None when it has been raised before."""
    cause = CAUSES[found.cause]
    if _raised_before(session, participant, cause.rule, found):
        return None
    assert participant.id is not None
    morning = morning_after(now, participant.zone) if cause.at_once else next_morning(session, now, participant.zone)
    escalation = Escalation(
        participant_id=participant.id,
        severity=Severity.REVIEW.code,
        message="",
        opened_at=now,
        phase_from=now,
        next_at=morning,
        ladder="{}",
    )
    session.add(escalation)
    session.flush()
    note_cause(session, escalation, found.check_in, found.cause, found.key, now)
    return escalation


def note_cause(
    session: Session, escalation: Escalation, check_in_id: int, cause: CauseCode, key: str, now: datetime
) -> None:
    """The concern itself, on an escalation that there is."""
    assert escalation.id is not None
    session.add(
        Concern(
            check_in_id=check_in_id,
            escalation_id=escalation.id,
            rule=CAUSES[cause].rule,
            rules_version=RULES_VERSION,
            cause=key,
            severity=Severity.REVIEW.code,
            raised_at=now,
        )
    )
    session.flush()


def _raised_before(session: Session, participant: Participant, rule: str, found: Overdue) -> bool:
    """This cause on this check-in; one about a visit on any check-in; and not both kinds of three silent days."""
    keys = {found.key} | ({"silent_3", "silent_after_concern"} if found.cause.startswith("silent_") else set())
    keys -= {"silent_3", "silent_after_concern"} if found.cause == "silent_7" else set()
    rows = (
        select(Concern.id)
        .join(CheckIn, col(CheckIn.id) == Concern.check_in_id)
        .where(CheckIn.participant_id == participant.id, Concern.rule == rule, col(Concern.cause).in_(keys))
    )
    if not found.about:
        rows = rows.where(Concern.check_in_id == found.check_in)
    return session.exec(rows).first() is not None


def _paused(session: Session, participant: Participant, today: date) -> bool:
    covers = select(Pause.id).where(Pause.participant_id == participant.id, Pause.first <= today, Pause.last >= today)
    return session.exec(covers).first() is not None


def _since_heard(session: Session, participant: Participant) -> Iterable[Put]:
    """The first scheduled check-in that was put after the person was last heard, and had no answer."""
    mine = CheckIn.participant_id == participant.id
    heard = session.exec(select(func.max(CheckIn.heard_at)).where(mine)).one()
    rows = select(CheckIn).where(mine, col(CheckIn.begun_at).is_not(None), col(CheckIn.heard_at).is_(None))
    if heard is not None:
        rows = rows.where(CheckIn.due_at > heard)
    rows = rows.where(col(CheckIn.anchor) == "study", CheckIn.outcome != "paused").order_by(col(CheckIn.closes_at))
    first = session.exec(rows).first()
    return [_put(session, first, {})] if first is not None else []


def _recent(session: Session, participant: Participant, now: datetime) -> Iterable[Put]:
    """Check-ins about a visit or an earlier concern, of the last days, and the newest of all."""
    visits = {
        visit.id: visit
        for visit in session.exec(select(Visit).where(Visit.participant_id == participant.id))
        if visit.id is not None
    }
    rows = session.exec(
        select(CheckIn)
        .where(CheckIn.participant_id == participant.id, CheckIn.due_at >= now - LOOK_BACK, CheckIn.due_at <= now)
        .where(col(CheckIn.begun_at).is_not(None), CheckIn.outcome != "paused")
        .order_by(col(CheckIn.due_at))
    ).all()
    newest = rows[-1:]  # where a visit hangs of which nothing reminded
    return [_put(session, row, visits) for row in rows if row.anchor != "study" or row in newest]


def _put(session: Session, row: CheckIn, visits: dict[int, Visit]) -> Put:
    assert row.id is not None
    kind, _, rest = row.anchor.partition(":")
    number = rest.partition(":")[0]
    visit = visits.get(int(number)) if kind == "visit" and number.isdecimal() else None
    answers = latest_answers(session, row.id) if visit is not None and row.heard_at is not None else {}
    return Put(
        id=row.id,
        questionnaire=row.questionnaire,
        due_at=row.due_at,
        closes_at=row.closes_at,
        heard=row.heard_at is not None,
        about="" if row.anchor == "study" else (row.about or row.anchor),
        since_injection=(row.day - visit.day).days if visit and visit.kind == "injection" else None,
        visit=visit.id if visit else None,
        confirmed=answers.get("v_confirm") == "yes" or answers.get("g_done") == "done" or "p_slot" in answers,
    )


def _planned(session: Session, participant: Participant, today: date) -> list[Planned]:
    rows = session.exec(
        select(Visit)
        .where(Visit.participant_id == participant.id, col(Visit.done).is_(False))
        .where(Visit.day >= today - LOOK_BACK, Visit.day <= today + LOOK_BACK)
    )
    return [Planned(row.id, row.version, row.day, row.done) for row in rows if row.id is not None]


def _worried(session: Session, participant: Participant) -> datetime | None:
    """When the last urgent concern or emergency was raised."""
    return session.exec(
        select(func.max(Concern.raised_at))
        .join(CheckIn, col(CheckIn.id) == Concern.check_in_id)
        .where(CheckIn.participant_id == participant.id, Concern.severity != Severity.REVIEW.code)
    ).one()
