"""The record of what was done by hand: who, when, what, and why. Every act of staff and operators leaves one row."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from bot.models import Act

OPERATOR = "operator"


class NotDone(Exception):
    """An act was refused. The message is one line for whoever asked; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Author:
    """Who does something, when, and with which reason."""

    now: datetime
    by: str = OPERATOR
    reason: str = ""

    def record(self, session: Session, action: str, object: str, id: int | None, detail: str = "") -> None:
        """Append the row. `detail` is sealed, like the reason."""
        act = Act(at=self.now, by=self.by, action=action, object=object, object_id=id, detail=detail)
        act.reason = self.reason
        session.add(act)
