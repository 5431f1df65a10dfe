"""Photos and voice messages: the channel's own number for each, kept at once; the file itself, fetched afterwards."""

from datetime import datetime

from sqlalchemy import Column
from sqlmodel import Field

from bot.models.base import Row
from bot.vault import EncryptedText


class Attachment(Row, table=True):
    """One file between a participant and the care team. `staff_id`: who of the staff sent it; None: the participant.

    `state`: waiting (to be fetched, not before `next_at`), kept, or gone (it cannot be had, or is none that we keep).
    `content` is base64, sealed; a photo is re-encoded, so that it holds no place and no device.
    """

    id: int | None = Field(default=None, primary_key=True)
    participant_id: int = Field(foreign_key="participant.id", index=True)
    staff_id: int | None = Field(default=None, foreign_key="staff.id")
    escalation_id: int | None = Field(default=None, foreign_key="escalation.id")
    form: str
    channel: str
    remote: str
    at: datetime
    state: str = "waiting"
    tries: int = 0
    next_at: datetime | None = Field(default=None, index=True)
    content: str | None = Field(default=None, sa_column=Column(EncryptedText("attachment.content")))
