"""The ways in by the web: a person's own link, and the browsers in which it was opened."""

from datetime import datetime

from sqlalchemy import Column, Index
from sqlmodel import Field

from bot.models.base import Row
from bot.vault import EncryptedText


class Link(Row, table=True):
    """A person's own link. `kind`: page (a participant's) or console (staff). One that is not revoked at a time.

    Looked up by `blind`; `value`, sealed, lets it be sent again with a reminder. `used_at`: first used, by a POST.
    `wrong` counts wrong answers to “who are you?” since `wrong_from`, and `wrong_in_all` since the last right one.
    """

    __table_args__ = (Index("ix_link_person", "participant_id", "staff_id"),)

    id: int | None = Field(default=None, primary_key=True)
    kind: str
    participant_id: int | None = Field(default=None, foreign_key="participant.id")
    staff_id: int | None = Field(default=None, foreign_key="staff.id")
    blind: str = Field(unique=True)
    value: str = Field(sa_column=Column(EncryptedText("link.value"), nullable=False))
    created_at: datetime
    used_at: datetime | None = None
    revoked_at: datetime | None = None
    wrong: int = 0
    wrong_from: datetime | None = None
    wrong_in_all: int = 0


class Browser(Row, table=True):
    """A browser that a link was opened in, known by the blind index of the secret in its cookie."""

    id: int | None = Field(default=None, primary_key=True)
    link_id: int = Field(foreign_key="link.id", index=True)
    blind: str = Field(unique=True)
    created_at: datetime
    seen_at: datetime
    closed_at: datetime | None = None
