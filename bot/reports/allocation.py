"""The exported table of allocation: who is in which arm since when. The arm itself is for an investigator."""

from collections.abc import Iterator
from datetime import datetime

from sqlmodel import Session, col, select

from bot.models import Participant
from bot.reports.cells import Row, instant
from bot.reports.columns import ARM, NEVER_EMPTY, PARTICIPANT, Column
from conversations.text import _

COLUMNS = (
    PARTICIPANT,
    Column(
        "status",
        "code",
        _("Where the participant stands."),
        "participant.status",
        missing=NEVER_EMPTY,
        codes=("candidate", "active", "stopped", "withdrawn", "completed", "died", "lost"),
    ),
    Column("enrolled_at", "instant", _("When the participant was entered."), "participant.created_at", "UTC"),
    Column("agreed_at", "instant", _("When the participant agreed to be asked."), "participant.agreed_at", "UTC"),
    Column("allocated", "yes_no", _("Whether an arm has been allocated."), "participant.arm", missing=NEVER_EMPTY),
    ARM,
    Column("start", "day", _("Study day 1."), "participant.start"),
    Column("end", "day", _("The last day of follow-up."), "participant.end"),
)


def rows(session: Session, now: datetime, investigator: bool) -> Iterator[Row]:
    """By participant."""
    for person in session.exec(select(Participant).order_by(col(Participant.code))):
        yield {
            "participant": person.code,
            "status": person.status,
            "enrolled_at": instant(person.created_at),
            "agreed_at": instant(person.agreed_at),
            "allocated": person.arm is not None,
            "arm": person.arm if investigator else None,
            "start": person.start.isoformat() if person.start else None,
            "end": person.end.isoformat() if person.end else None,
        }
