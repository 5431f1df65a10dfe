"""The exported table of concerns: what was raised, who was told when, who took it over and how it was closed."""

from collections.abc import Iterator
from datetime import datetime

from sqlmodel import Session, col, select

from bot.models import Concern, Escalation, Participant, Staff
from bot.reports.cells import Row, day_of_study, instant
from bot.reports.columns import NEVER_EMPTY, PARTICIPANT, STUDY_DAY, Column
from conversations.schedule import local_day
from conversations.text import _

COLUMNS = (
    PARTICIPANT,
    Column("rule", "code", _("The rule that was met."), "concern.rule", missing=NEVER_EMPTY),
    Column(
        "severity",
        "code",
        _("How much it worries."),
        "concern.severity",
        missing=NEVER_EMPTY,
        codes=("emergency", "urgent", "review"),
    ),
    STUDY_DAY,
    Column("raised_at", "instant", _("When the rule was met."), "concern.raised_at", "UTC", NEVER_EMPTY),
    Column("paged_at", "instant", _("When the first page about it left."), "concern.paged_at", "UTC"),
    Column("acknowledged_at", "instant", _("When somebody took it over."), "escalation.acknowledged_at", "UTC"),
    Column("acknowledged_by", "text", _("Who took it over."), "escalation.acknowledged_by"),
    Column("closed_at", "instant", _("When it was closed."), "escalation.closed_at", "UTC"),
    Column("closed_by", "text", _("Who closed it."), "escalation.closed_by"),
    Column("outcome", "code", _("How it was closed."), "escalation.outcome"),
)


def rows(session: Session, now: datetime, investigator: bool) -> Iterator[Row]:
    """By participant, then in the order in which they were raised. The study day is that on which it was raised."""
    names: dict[int | None, str | None] = {staff.id: staff.name for staff in session.exec(select(Staff))}
    found = session.exec(
        select(Concern, Escalation, Participant)
        .join(Escalation, col(Escalation.id) == Concern.escalation_id)
        .join(Participant, col(Participant.id) == Escalation.participant_id)
        .order_by(col(Participant.code), col(Concern.raised_at), col(Concern.id))
    )
    for concern, escalation, person in found:
        yield {
            "participant": person.code,
            "rule": concern.rule,
            "severity": concern.severity,
            "study_day": day_of_study(person.start, local_day(concern.raised_at, person.zone)),
            "raised_at": instant(concern.raised_at),
            "paged_at": instant(concern.paged_at),
            "acknowledged_at": instant(escalation.acknowledged_at),
            "acknowledged_by": names.get(escalation.acknowledged_by),
            "closed_at": instant(escalation.closed_at),
            "closed_by": names.get(escalation.closed_by),
            "outcome": escalation.outcome,
        }
