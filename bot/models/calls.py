"""Telephone calls of the office: whom, why, and what became of it."""

from datetime import datetime

from sqlmodel import Field

from bot.models.base import Row


class PhoneCall(Row, table=True):
    """A call that was tried. Appended only.

    `why`: the reason for which the participant was on the list. `outcome`: reached, no_answer, or again (to be rung
    `again_at`).
    """

    __tablename__ = "phone_call"

    id: int | None = Field(default=None, primary_key=True)
    participant_id: int = Field(foreign_key="participant.id", index=True)
    why: str
    outcome: str
    at: datetime
    by: str
    again_at: datetime | None = None
