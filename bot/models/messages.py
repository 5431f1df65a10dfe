"""What is said to whom, and each send of it on one channel. Only `outbox.drain` sends."""

from datetime import datetime

from sqlalchemy import Column, Index, UniqueConstraint
from sqlmodel import Field

from bot.models.base import Row
from bot.vault import EncryptedText


class Message(Row, table=True):
    """What is said by whom to whom. `key` is unique: the same thing is never said twice.

    `body` is sealed JSON: paragraphs (Texts) and rows of buttons. `replaces`: the message that this one edits.
    `kind`: question, page, reply, reminder, tip, mark (an edit that marks an answered question), staff; nudge and
    notice go to routes of notice, and name no person: whoever owns the route.
    """

    __table_args__ = (Index("ix_message_check_in", "check_in_id"), Index("ix_message_escalation", "escalation_id"))

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    at: datetime
    kind: str
    participant_id: int | None = Field(default=None, foreign_key="participant.id", index=True)
    staff_id: int | None = Field(default=None, foreign_key="staff.id", index=True)
    check_in_id: int | None = Field(default=None, foreign_key="check_in.id")
    item: str | None = None
    ask: int | None = None
    escalation_id: int | None = Field(default=None, foreign_key="escalation.id")
    replaces: int | None = Field(default=None, foreign_key="message.id", index=True)
    expires_at: datetime | None = None
    body: str = Field(sa_column=Column(EncryptedText("message.body"), nullable=False))


class Delivery(Row, table=True):
    """One send or edit of a message at one address.

    `state`: pending, sending (leased), sent, dropped (no longer fits), failed (the address does not take it).
    `priority`: 0 emergencies, 1 replies, 2 reminders and prompts, 3 the rest. Once sent, `rendered` holds the words.
    """

    __table_args__ = (
        UniqueConstraint("message_id", "address_id"),
        Index("ix_delivery_state", "state", "priority", "id"),
        Index("ix_delivery_address", "address_id", "state"),
    )

    id: int | None = Field(default=None, primary_key=True)
    message_id: int = Field(foreign_key="message.id")
    address_id: int = Field(foreign_key="address.id")
    action: str
    priority: int
    state: str = "pending"
    not_before: datetime | None = None
    lease_until: datetime | None = None
    lease_token: str | None = None
    external_id: str | None = None
    tries: int = 0
    sent_at: datetime | None = None
    error: str | None = None
    language: str | None = None
    rendered: str | None = Field(default=None, sa_column=Column(EncryptedText("delivery.rendered")))
