"""What was asked and answered. A check-in's log is its state; answers are appended, never updated."""

from datetime import date, datetime

from sqlalchemy import Column, Index, UniqueConstraint
from sqlmodel import Field

from bot.models.base import Row
from bot.vault import EncryptedText


class CheckIn(Row, table=True):
    """One occurrence, opened: its window, its facts, its questionnaire's version.

    The unique key is the promise that a due moment is opened once, however often the clock looks.
    `outcome`: open, answered, answered_late, partial, missed_participant, missed_system, paused.
    `asked_at`: when its question was last put, so that typed words find the question they follow.
    `wake_at`: when the clock must look at it again (reminder, put off, silence, end of window).
    """

    __tablename__ = "check_in"
    __table_args__ = (
        UniqueConstraint("participant_id", "questionnaire", "anchor", "day"),
        Index("ix_check_in_participant_outcome", "participant_id", "outcome"),
    )

    id: int | None = Field(default=None, primary_key=True)
    participant_id: int = Field(foreign_key="participant.id")
    questionnaire: str
    version: int
    anchor: str
    day: date
    due_at: datetime
    opened_at: datetime
    closes_at: datetime
    begun_at: datetime | None = None
    asked_at: datetime | None = None
    heard_at: datetime | None = None
    sent_at: datetime | None = None
    completed_at: datetime | None = None
    outcome: str = "open"
    wake_at: datetime | None = Field(default=None, index=True)
    reminders: int = 0
    about: str = ""
    escalation_id: int | None = Field(default=None, foreign_key="escalation.id")
    message: str = Field(default="", sa_column=Column(EncryptedText("check_in.message"), nullable=False))
    facts: str = Field(default="", sa_column=Column(EncryptedText("check_in.facts"), nullable=False))


class LogEntry(Row, table=True):
    """One event of a check-in's log, number `n` from 0; the event itself is sealed JSON."""

    __tablename__ = "log_entry"
    __table_args__ = (UniqueConstraint("check_in_id", "n"),)

    id: int | None = Field(default=None, primary_key=True)
    check_in_id: int = Field(foreign_key="check_in.id")
    n: int
    at: datetime
    kind: str
    inbound_id: int | None = Field(default=None, foreign_key="inbound.id")
    event: str = Field(sa_column=Column(EncryptedText("log_entry.event"), nullable=False))


class Answer(Row, table=True):
    """A reply that was understood. The highest revision counts. `state`: answered, skipped, declined.

    `value` holds codes and numbers; what a person wrote stands sealed in `words`.
    """

    __table_args__ = (UniqueConstraint("check_in_id", "item", "revision"),)

    id: int | None = Field(default=None, primary_key=True)
    check_in_id: int = Field(foreign_key="check_in.id")
    item: str
    revision: int
    state: str
    value: str | None = None
    words: str | None = Field(default=None, sa_column=Column(EncryptedText("answer.words")))
    language: str
    channel: str
    late: bool = False
    at: datetime


class Inbound(Row, table=True):
    """A message in, kept whole. Unique by (channel, external id): a redelivery has no second effect.

    `state`: done, or dead when it could not be read (a dead letter, passed by). `message`: the channel's own name of
    it in its chat, by which an edit finds what it changes.
    """

    __table_args__ = (
        UniqueConstraint("channel", "external_id"),
        Index("ix_inbound_message", "participant_id", "message"),
    )

    id: int | None = Field(default=None, primary_key=True)
    channel: str
    external_id: str
    received_at: datetime
    kind: str
    state: str
    participant_id: int | None = Field(default=None, foreign_key="participant.id", index=True)
    staff_id: int | None = Field(default=None, foreign_key="staff.id")
    message: str | None = None
    raw: str = Field(sa_column=Column(EncryptedText("inbound.raw"), nullable=False))
