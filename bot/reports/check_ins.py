"""The exported table of check-ins: each due moment that came, and what became of it."""

from collections.abc import Iterator
from datetime import datetime

from sqlmodel import Session, col, select

from bot.models import Participant
from bot.reports.cells import Row, day_of_study, instant, occurrence
from bot.reports.columns import NEVER_EMPTY, OCCURRENCE, PARTICIPANT, QUESTIONNAIRE, STUDY_DAY, Column
from bot.reports.outcomes import judged
from conversations.text import _

OUTCOMES = ("answered", "answered_late", "partial", "missed_participant", "missed_system", "paused", "open")

COLUMNS = (
    PARTICIPANT,
    QUESTIONNAIRE,
    OCCURRENCE,
    STUDY_DAY,
    Column("due_at", "instant", _("When it came due."), "check_in.due_at", "UTC", NEVER_EMPTY),
    Column("sent_at", "instant", _("When its first question left."), "check_in.sent_at", "UTC"),
    Column("completed_at", "instant", _("When the last question was answered."), "check_in.completed_at", "UTC"),
    Column("closes_at", "instant", _("Until when it counted as on time."), "check_in.closes_at", "UTC", NEVER_EMPTY),
    Column(
        "outcome",
        "code",
        _("What became of it. Missed by the participant and missed by this service are two things."),
        "check_in, answer, pause",
        missing=NEVER_EMPTY,
        codes=OUTCOMES,
    ),
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
