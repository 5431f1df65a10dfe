"""The allocation list: drawn or imported once, sealed row by row, and opened one row at a time."""

from datetime import datetime

from sqlalchemy import Column, UniqueConstraint
from sqlmodel import Field

from bot.models.base import Row
from bot.vault import EncryptedText


class AllocationList(Row, table=True):
    """The study's one list (`id` is always 1: a second one cannot be entered). `origin`: generated or imported.

    `commitment`: SHA-256 of a random salt and the whole list, to put into the trial's file; `opening`: the salt and,
    for a generated one, the seed, sealed.
    """

    __tablename__ = "allocation_list"

    id: int = Field(primary_key=True)
    origin: str
    commitment: str
    opening: str = Field(sa_column=Column(EncryptedText("allocation_list.opening"), nullable=False))
    made_at: datetime
    made_by: str


class AllocationSlot(Row, table=True):
    """One place of the list: number `n` (from 1) within a stratum. `sealed` names stratum, number, block and arm, all
    rows alike in length, so that neither a moved row nor its size tells or changes anything.

    Unique both ways: a place goes to one participant, a participant has one place.
    """

    __tablename__ = "allocation_slot"
    __table_args__ = (UniqueConstraint("stratum", "n"),)

    id: int | None = Field(default=None, primary_key=True)
    list_id: int = Field(foreign_key="allocation_list.id")
    stratum: str
    n: int
    sealed: str = Field(sa_column=Column(EncryptedText("allocation_slot.sealed"), nullable=False))
    participant_id: int | None = Field(default=None, foreign_key="participant.id", unique=True)
    taken_at: datetime | None = None
    taken_by: str | None = None
