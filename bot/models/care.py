"""What staff set for a participant: the prescribed doses, visits, and days on which nothing is asked."""

from datetime import date, datetime, time

from sqlalchemy import Column, UniqueConstraint
from sqlmodel import Field

from bot.models.base import Row
from bot.vault import EncryptedText


class Plan(Row, table=True):
    """The prescribed dose of a drug from a date on: `doses` in mg, separated by commas, a daily cycle.

    Appended only: of two for the same date the one entered later counts.
    """

    __table_args__ = (UniqueConstraint("participant_id", "drug", "from_day", "entered_at"),)

    id: int | None = Field(default=None, primary_key=True)
    participant_id: int = Field(foreign_key="participant.id", index=True)
    drug: str
    doses: str
    tablet_mg: str | None = None
    from_day: date
    entered_at: datetime
    entered_by: str


class Visit(Row, table=True):
    """A visit, injection, test or call on a day; `version` grows when it is moved, and makes a new occurrence.

    `hour`: the planned one, local; of an injection that is `done` the hour at which it was given. `premed_drug` and
    `premed_mg`: the steroid given before it, in mg of that drug, apart from the participant's tablets. `missed`: it did
    not take place; `instead_of`: the missed one that this one makes up for.
    """

    id: int | None = Field(default=None, primary_key=True)
    participant_id: int = Field(foreign_key="participant.id", index=True)
    kind: str
    day: date
    hour: time | None = None
    version: int = 1
    done: bool = False
    dose_mg: str | None = None
    vials: int | None = None
    lot: str | None = None
    premed_drug: str | None = None
    premed_mg: str | None = None
    missed: bool = False
    instead_of: int | None = Field(default=None, foreign_key="visit.id")
    given_by: str | None = Field(default=None, sa_column=Column(EncryptedText("visit.given_by")))
    entered_at: datetime
    entered_by: str


class Pause(Row, table=True):
    """Days on which nothing is asked and nothing is missed, first and last included."""

    id: int | None = Field(default=None, primary_key=True)
    participant_id: int = Field(foreign_key="participant.id", index=True)
    first: date
    last: date
    entered_at: datetime
    entered_by: str
    reason: str = Field(default="", sa_column=Column(EncryptedText("pause.reason"), nullable=False))
