"""Who: participants, staff, where each can be reached, and the invites by which they come in."""

from datetime import date, datetime, time

from sqlalchemy import Column, Index, UniqueConstraint
from sqlmodel import Field

from bot.models.base import Row
from bot.vault import EncryptedText


class Participant(Row, table=True):
    """A person in the study (a Candidate before allocation), known by study code. Who that is stands in Identity.

    `status`: candidate, active, stopped (this service only), withdrawn, completed, died, lost.
    `tpmt` and `nudt15` (normal or mutation) are for staff screens only: never in a chat, a page to a phone, or an
    export that leaves the country. `next_due_at` is derived: the next instant at which the schedule asks anything.
    """

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True)
    status: str
    arm: str | None = None
    start: date | None = None
    end: date | None = None
    language: str
    zone: str
    hour: time
    sex: str | None = None
    weight_kg: str | None = None
    tpmt: str | None = None
    nudt15: str | None = None
    hbv_core_positive: bool = False
    infertile: bool = False
    partner_possible: bool = False
    control_reached: bool = False
    created_at: datetime
    agreed_at: datetime | None = None
    agreed_wording: str | None = None
    heard_at: datetime | None = None
    reply_channel: str | None = None
    next_due_at: datetime | None = Field(default=None, index=True)
    not_before: datetime | None = None
    """After a change of time zone: the earliest instant of the next question of the calendar."""


class Identity(Row, table=True):
    """Who a participant is. Apart from everything else, and encrypted field by field."""

    participant_id: int = Field(primary_key=True, foreign_key="participant.id")
    phone: str | None = Field(default=None, sa_column=Column(EncryptedText("identity.phone")))
    emergency_contact: str | None = Field(default=None, sa_column=Column(EncryptedText("identity.emergency_contact")))
    notify: str | None = Field(default=None, sa_column=Column(EncryptedText("identity.notify")))
    birth_year: str | None = Field(default=None, sa_column=Column(EncryptedText("identity.birth_year")))


class Staff(Row, table=True):
    """A doctor, coordinator or investigator. Joined by link; removed ones stay, for their acts.

    `writing_for` and `writing_what`: the escalation to which the next words they type belong (until `writing_until`).
    """

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    role: str
    language: str
    notify: str | None = Field(default=None, sa_column=Column(EncryptedText("staff.notify")))
    created_at: datetime
    joined_at: datetime | None = None
    removed_at: datetime | None = None
    writing_for: int | None = None
    writing_what: str | None = None
    writing_until: datetime | None = None


class Address(Row, table=True):
    """Where a person is reached on one channel. One account belongs to one person (unique blind index).

    `language`: the phone's, at first contact; until a person is known it is what we greet in.
    `closed_at`: sending stopped there, `closed_why` says why (blocked, gone, revoked, ended).
    """

    __table_args__ = (UniqueConstraint("channel", "blind"),)

    id: int | None = Field(default=None, primary_key=True)
    participant_id: int | None = Field(default=None, foreign_key="participant.id", index=True)
    staff_id: int | None = Field(default=None, foreign_key="staff.id", index=True)
    channel: str
    blind: str
    value: str = Field(sa_column=Column(EncryptedText("address.value"), nullable=False))
    language: str
    created_at: datetime
    closed_at: datetime | None = None
    closed_why: str | None = None
    not_before: datetime | None = None
    """Until then the channel asked us to wait."""


class Invite(Row, table=True):
    """A way in, for one person, once, for 14 days. The secret is stored hashed."""

    id: int | None = Field(default=None, primary_key=True)
    selector: str = Field(unique=True)
    secret_hash: str
    participant_id: int | None = Field(default=None, foreign_key="participant.id", index=True)
    staff_id: int | None = Field(default=None, foreign_key="staff.id", index=True)
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None = None
    used_by: int | None = Field(default=None, foreign_key="address.id")


class Act(Row, table=True):
    """Something a person of the staff, or an operator, did: who, when, to what, and why. Appended only."""

    __table_args__ = (Index("ix_act_object", "object", "object_id"),)

    id: int | None = Field(default=None, primary_key=True)
    at: datetime
    by: str
    action: str
    object: str
    object_id: int | None = None
    detail: str = Field(default="", sa_column=Column(EncryptedText("act.detail"), nullable=False))
    reason: str = Field(default="", sa_column=Column(EncryptedText("act.reason"), nullable=False))
