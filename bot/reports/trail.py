"""The exported table of the trail, as far as it is there: every act of staff and operators, with its reason.

What participants did stands in the answers and their revisions. Acts are not signed or chained yet.
"""

from collections.abc import Iterator
from datetime import datetime

from sqlmodel import Session, col, select

from bot.models import Act, Escalation, Participant, Staff
from bot.reports.cells import Row, instant
from bot.reports.columns import NEVER_EMPTY, Column
from conversations.text import _

HIDDEN = _("Empty unless an investigator asks.")
"""The particulars of an act may tell the arm."""

COLUMNS = (
    Column("number", "whole", _("The acts in the order in which they were recorded."), "act.id", missing=NEVER_EMPTY),
    Column("at", "instant", _("When it was done."), "act.at", "UTC", NEVER_EMPTY),
    Column("by", "text", _("Who did it."), "act.by", missing=NEVER_EMPTY),
    Column("action", "code", _("What was done."), "act.action", missing=NEVER_EMPTY),
    Column("object", "code", _("To what kind of thing."), "act.object", missing=NEVER_EMPTY),
    Column("object_id", "whole", _("Its number in the database."), "act.object_id"),
    Column("participant", "code", _("The participant whom it concerns."), "participant.code"),
    Column("detail", "text", _("The particulars."), "act.detail", missing=HIDDEN, restricted=True),
    Column("reason", "text", _("Why, in the words of whoever did it."), "act.reason"),
)


def rows(session: Session, now: datetime, investigator: bool) -> Iterator[Row]:
    """In the order in which they were recorded."""
    codes: dict[int | None, str] = {person.id: person.code for person in session.exec(select(Participant))}
    owners = {
        "participant": codes,
        "escalation": {id: codes[of] for id, of in session.exec(select(Escalation.id, Escalation.participant_id))},
    }
    staff: dict[int | None, str] = {person.id: person.name for person in session.exec(select(Staff))}
    for act in session.exec(select(Act).order_by(col(Act.id)).execution_options(yield_per=500)):
        detail = act.detail or (staff.get(act.object_id, "") if act.object == "staff" else "")
        yield {
            "number": act.id,
            "at": instant(act.at),
            "by": act.by,
            "action": act.action,
            "object": act.object,
            "object_id": act.object_id,
            "participant": owners.get(act.object, {}).get(act.object_id),
            "detail": (detail or None) if investigator else None,
            "reason": act.reason or None,
        }
