"""The figures of a participant's course picture: doses by day, symptoms by week, and what happened when.

A coordinator's picture holds nothing that names the study arm: no injections.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

from sqlmodel import Session, col, select

from bot.facts import answers_of, steroid_plan
from bot.models import CheckIn, Concern, Participant, Plan, Staff, Visit
from bot.pictures.course import Course, Mark, MarkKind, Week
from bot.reports import doses
from bot.roles import may
from conversations.doses import prednisone_equivalent
from conversations.given import as_number
from conversations.schedule import DAY, local_day

AHEAD = timedelta(days=14)
"""So far the planned dose is shown beyond today."""

SEVERITIES: tuple[MarkKind, ...] = ("review", "urgent", "emergency")
"""The worst is drawn last, above the others."""


def course_of(session: Session, participant: Participant, now: datetime, reader: Staff | Participant) -> Course | None:
    """The course until today, for this reader; None before the study began."""
    today = min(local_day(now, participant.zone), participant.end or date.max)
    first = participant.start
    if first is None or first > today:
        return None
    planned, taken = _doses(session, participant, now)
    plans = session.exec(select(Plan).where(Plan.participant_id == participant.id)).all()
    ahead = [today + DAY * (n + 1) for n in range(AHEAD.days)]
    later = {day: _planned(plans, day) for day in ahead if day <= (participant.end or day)}
    days = [first + DAY * n for n in range((today - first).days + 1)]
    return Course(
        code=participant.code,
        first=first,
        today=today,
        planned=tuple(_float(planned.get(day)) for day in days) + tuple(_float(mg) for mg in later.values()),
        taken=tuple(_float(taken.get(day)) for day in days),
        weeks=tuple(_weeks(session, participant)),
        marks=tuple(_marks(session, participant, today, reader)),
        own=isinstance(reader, Participant),
    )


Amounts = dict[date, Decimal | None]


def _doses(session: Session, participant: Participant, now: datetime) -> tuple[Amounts, Amounts]:
    """mg of prednisone planned and taken on each day; None where any part of it is not known."""
    planned: dict[date, list[Decimal | None]] = defaultdict(list)
    taken: dict[date, list[Decimal | None]] = defaultdict(list)
    for row in doses.rows_of(session, participant, now):
        day, drug, mg = date.fromisoformat(str(row["date"])), str(row["drug"]), row["planned_mg"]
        if drug == "azathioprine":
            continue
        planned[day].append(prednisone_equivalent(drug, mg) if isinstance(mg, Decimal) else None)
        equivalent = row["prednisone_equivalent_mg"]
        taken[day].append(equivalent if isinstance(equivalent, Decimal) else None)
    return {day: _sum(parts) for day, parts in planned.items()}, {day: _sum(parts) for day, parts in taken.items()}


def _sum(parts: list[Decimal | None]) -> Decimal | None:
    known = [part for part in parts if part is not None]
    return sum(known, Decimal(0)) if known and len(known) == len(parts) else None


def _planned(plans: Sequence[Plan], day: date) -> Decimal | None:
    found = steroid_plan(plans, day)
    return _sum([prednisone_equivalent(dose.drug, dose.mg) for dose in found]) if found else None


def _float(amount: Decimal | None) -> float | None:
    return None if amount is None else float(amount)


def _weeks(session: Session, participant: Participant) -> Iterator[Week]:
    rows = session.exec(
        select(col(CheckIn.id), col(CheckIn.day))
        .where(CheckIn.participant_id == participant.id, CheckIn.questionnaire == "weekly")
        .where(col(CheckIn.heard_at).is_not(None))
        .order_by(col(CheckIn.day))
    ).all()
    answers = answers_of(session, [id for id, _day in rows])
    for id, day in rows:
        known = answers.get(id, {})
        new, pain = as_number(known.get("w_new")), as_number(known.get("w_pain"))
        if new is not None or pain is not None:
            yield Week(day, None if new is None else int(new), None if pain is None else int(pain))


def _marks(session: Session, participant: Participant, today: date, reader: Staff | Participant) -> Iterator[Mark]:
    """Injections given, visits that took place, and concerns, each of one kind and day once."""
    visits = session.exec(
        select(Visit)
        .where(Visit.participant_id == participant.id, col(Visit.done).is_(True), Visit.day <= today)
        .where(Visit.kind != "phone")
        .order_by(col(Visit.day))
    ).all()
    for visit in visits:
        if visit.kind != "injection":
            yield Mark(visit.day, "visit")
        elif isinstance(reader, Participant) or may(reader, "see the arm"):
            yield Mark(visit.day, "injection")
    if isinstance(reader, Staff):
        raised = session.exec(
            select(Concern.severity, Concern.raised_at)
            .join(CheckIn, col(CheckIn.id) == Concern.check_in_id)
            .where(CheckIn.participant_id == participant.id)
        ).all()
        days = {(severity, local_day(at, participant.zone)) for severity, at in raised}
        for kind in SEVERITIES:
            yield from (Mark(day, kind) for severity, day in sorted(days) if severity == kind)
