"""What became of each check-in, judged at one moment. Adherence and the exports read it here, so they never differ.

A row says `open` until the clock has closed it; what its window says counts at once.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from bot.models import Answer, CheckIn, Concern, Pause

Pauses = Sequence[tuple[date, date]]


@dataclass(frozen=True, slots=True)
class Judged:
    """A check-in and what became of it: answered, answered_late, partial, missed_participant, missed_system, paused
    or open."""

    check_in: CheckIn
    outcome: str


def judged(
    session: Session, now: datetime, questionnaires: Collection[str] | None = None, participant_id: int | None = None
) -> dict[int, list[Judged]]:
    """The check-ins of each participant (by id), in the order in which they came due."""
    rows = select(CheckIn).order_by(col(CheckIn.due_at), col(CheckIn.id))
    # the sealed columns stay closed: opening them would cost more than all the rest
    rows = rows.options(defer(CheckIn.facts), defer(CheckIn.message))  # type: ignore[arg-type]  # columns
    if participant_id is not None:
        rows = rows.where(CheckIn.participant_id == participant_id)
    of_each: dict[int, list[CheckIn]] = defaultdict(list)
    for row in session.exec(rows):
        of_each[row.participant_id].append(row)
    heard, paused = _heard_of(session, participant_id), _pauses(session, participant_id)
    return {
        id: [
            Judged(row, _outcome(row, row.id in heard, found, paused[id], now))
            for row in found
            if questionnaires is None or row.questionnaire in questionnaires
        ]
        for id, found in of_each.items()
    }


def _heard_of(session: Session, participant_id: int | None) -> set[int]:
    """Check-ins that were not finished but hold an answer, or were stopped by an emergency."""
    answered = select(Answer.check_in_id).join(CheckIn, col(CheckIn.id) == Answer.check_in_id)
    alarmed = select(Concern.check_in_id).join(CheckIn, col(CheckIn.id) == Concern.check_in_id)
    alarmed = alarmed.where(Concern.severity == "emergency")
    if participant_id is not None:
        answered = answered.where(CheckIn.participant_id == participant_id)
        alarmed = alarmed.where(CheckIn.participant_id == participant_id)
    unfinished = col(CheckIn.completed_at).is_(None)
    return {id for ids in (answered, alarmed) for id in session.exec(ids.where(unfinished).distinct())}


def _pauses(session: Session, participant_id: int | None) -> dict[int, list[tuple[date, date]]]:
    pauses = select(Pause)
    if participant_id is not None:
        pauses = pauses.where(Pause.participant_id == participant_id)
    found: dict[int, list[tuple[date, date]]] = defaultdict(list)
    for pause in session.exec(pauses):
        found[pause.participant_id].append((pause.first, pause.last))
    return found


def _outcome(row: CheckIn, heard: bool, others: Sequence[CheckIn], paused: Pauses, now: datetime) -> str:
    if row.completed_at is not None:
        return "answered" if row.completed_at <= row.closes_at else "answered_late"
    if row.outcome == "paused":
        return "paused"
    if now < row.closes_at:
        return "open"
    if heard:
        return "partial"
    if any(first <= row.day <= last for first, last in paused):
        return "paused"
    # One question is put at a time: what waited behind another check-in was missed by the participant, not by us.
    asked = row.sent_at is not None or row.begun_at is not None
    asked = asked or any(o.begun_at is not None and row.due_at <= o.begun_at < row.closes_at for o in others)
    return "missed_participant" if asked and row.opened_at < row.closes_at else "missed_system"
