"""What worries: concerns, the escalation that carries them to people, and the steps it has climbed."""

from datetime import date, datetime

from sqlalchemy import Column, UniqueConstraint
from sqlmodel import Field

from bot.models.base import Row
from bot.vault import EncryptedText


class Concern(Row, table=True):
    """A rule that was met in a check-in, once (unique), with the version of the table that said so.

    The same rule stands a second time where it was raised as known, not worse, and then did get worse. `cause` tells
    apart what time alone raised under one rule (“nothing for 3 days”); empty for what answers raised.
    """

    __table_args__ = (UniqueConstraint("check_in_id", "rule", "cause", "severity"),)

    id: int | None = Field(default=None, primary_key=True)
    check_in_id: int = Field(foreign_key="check_in.id", index=True)
    escalation_id: int = Field(foreign_key="escalation.id", index=True)
    rule: str
    rules_version: int
    cause: str = ""
    severity: str
    raised_at: datetime
    paged_at: datetime | None = None


class Escalation(Row, table=True):
    """Concerns of one participant that climb together until a person closes them. Never closes by itself.

    `phase`: open, held (acknowledged), closed. `round` counts phases and re-pages, `step` the steps within one,
    `phase_from` is when the round's clock began. `ladder` is the ladder as it was when this opened, with the rule by
    which its targets became people. `assigned_to`: who was handed it and has not taken it yet. `phase_before`: what a
    close ended, so that it can be undone.
    """

    id: int | None = Field(default=None, primary_key=True)
    participant_id: int = Field(foreign_key="participant.id", index=True)
    severity: str
    message: str
    phase: str = "open"
    round: int = 0
    step: int = 0
    opened_at: datetime
    phase_from: datetime
    next_at: datetime | None = Field(default=None, index=True)
    ladder: str
    promised_at: datetime | None = None
    told_late_at: datetime | None = None
    acknowledged_at: datetime | None = None
    acknowledged_by: int | None = Field(default=None, foreign_key="staff.id")
    assigned_to: int | None = Field(default=None, foreign_key="staff.id")
    phase_before: str | None = None
    closed_at: datetime | None = None
    closed_by: int | None = Field(default=None, foreign_key="staff.id")
    outcome: str | None = None
    outcome_words: str | None = Field(default=None, sa_column=Column(EncryptedText("escalation.outcome_words")))


class Known(Row, table=True):
    """A doctor closed this as known, not worse: compared with the answers of `check_in_id` as they stood then, the same
    or milder pages nobody until the end of the day `until`."""

    __table_args__ = (UniqueConstraint("escalation_id", "rule"),)

    id: int | None = Field(default=None, primary_key=True)
    participant_id: int = Field(foreign_key="participant.id", index=True)
    escalation_id: int = Field(foreign_key="escalation.id")
    check_in_id: int = Field(foreign_key="check_in.id")
    rule: str
    until: date
    marked_at: datetime
    marked_by: int = Field(foreign_key="staff.id")


class EscalationStep(Row, table=True):
    """A step that was climbed: which, when it was due, when it was done, and whom it reached (staff ids)."""

    __tablename__ = "escalation_step"
    __table_args__ = (UniqueConstraint("escalation_id", "round", "n"),)

    id: int | None = Field(default=None, primary_key=True)
    escalation_id: int = Field(foreign_key="escalation.id")
    round: int
    n: int
    due_at: datetime
    at: datetime
    reached: str


class SeriousEvent(Row, table=True):
    """What may be a serious adverse event, once for an escalation (unique): to be reported within 24 h of `arrived_at`.

    `next_at`: when somebody is reminded again, until it is settled: `settled_as` reported, or not serious after all.
    """

    __tablename__ = "serious_event"

    id: int | None = Field(default=None, primary_key=True)
    escalation_id: int = Field(foreign_key="escalation.id", unique=True)
    arrived_at: datetime
    marked_at: datetime
    marked_by: int = Field(foreign_key="staff.id")
    reminders: int = 0
    next_at: datetime | None = Field(default=None, index=True)
    settled_as: str | None = None
    settled_at: datetime | None = None
    settled_by: int | None = Field(default=None, foreign_key="staff.id")
