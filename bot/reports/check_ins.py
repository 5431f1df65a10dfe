"""The exported table of check-ins: each due moment that came, and what became of it."""

from collections.abc import Iterator
from datetime import datetime

from sqlmodel import Session, col, select

from bot.models import Participant
from bot.reports.cells import Row, day_of_study, instant, occurrence
from bot.reports.outcomes import judged

COLUMNS = (
    "participant",
    "questionnaire",
    "occurrence",
    "study_day",
    "due_at",
    "sent_at",
    "completed_at",
    "closes_at",
    "outcome",
)


def rows(session: Session, now: datetime, investigator: bool) -> Iterator[Row]:
    """By participant, then in the order in which they came due."""
    for person in session.exec(select(Participant).order_by(col(Participant.code))).all():
        for found in judged(session, now, participant_id=person.id).get(person.id or 0, ()):
            row = found.check_in
            yield {
                "participant": person.code,
                "questionnaire": row.questionnaire,
                "occurrence": occurrence(row.questionnaire, row.anchor, row.day),
                "study_day": day_of_study(person.start, row.day),
                "due_at": instant(row.due_at),
                "sent_at": instant(row.sent_at),
                "completed_at": instant(row.completed_at),
                "closes_at": instant(row.closes_at),
                "outcome": found.outcome,
            }
