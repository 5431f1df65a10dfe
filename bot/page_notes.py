"""What staff noted about an escalation, as its page shows it.

A doctor's note is for doctors: it may name what only they may read.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from bot.models import Act, Escalation, Staff
from conversations.text import Text, _

NEWEST = 5
"""So many notes stand on a page, the newest; all of them are kept."""


def notes(session: Session, escalation: Escalation, zone: str, person: Staff) -> list[Text]:
    """One line each, in order of time."""
    rows = session.exec(
        select(Act)
        .where(Act.object == "escalation", Act.object_id == escalation.id, Act.action == "note")
        .order_by(col(Act.id).desc())
        .limit(NEWEST)
    ).all()
    return [_line(session, row, row.at.astimezone(ZoneInfo(zone)), person) for row in reversed(rows)]


def _line(session: Session, row: Act, at: datetime, person: Staff) -> Text:
    author = session.exec(select(Staff).where(Staff.name == row.by)).first()
    if person.role == "coordinator" and (author is None or author.role != "coordinator"):
        return _("Note of {name}, {date} {time} (for doctors).", name=row.by, date=at.date(), time=at)
    return _("Note of {name}, {date} {time}: “{words}”", name=row.by, date=at.date(), time=at, words=row.detail)
