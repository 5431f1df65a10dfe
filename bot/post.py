"""What is put into the outbox: messages with their deliveries, in the transaction of what made them necessary.

Prompts, reminders and pages go to every open address of a person; replies to the channel last used. A route of
notice is no such address: what is said in a chat never goes there (see `nudges` and `page_notices`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from bot.body import Body, from_json, to_json
from bot.models import Address, Delivery, Message, Participant, Staff

EMERGENCY, REPLY, REMINDER, REST = range(4)
"""Priorities of deliveries, the most pressing first."""


@dataclass(frozen=True, slots=True)
class Concerning:
    """What a message is about, so that its buttons and its window are known."""

    check_in: int | None = None
    item: str | None = None
    ask: int | None = None
    escalation: int | None = None
    expires_at: datetime | None = None


NOTHING = Concerning()

_OPEN = (col(Address.closed_at).is_(None), Address.channel != "notice")
_OF_PARTICIPANT = select(Address).where(Address.participant_id == bindparam("person"), *_OPEN)
_OF_STAFF = select(Address).where(Address.staff_id == bindparam("person"), *_OPEN)
_SAID = select(Message.id).where(Message.key == bindparam("key"))
_EDITS_WAITING = (
    select(Delivery)
    .join(Message, col(Message.id) == Delivery.message_id)
    .where(Message.replaces == bindparam("original"), Delivery.state == "pending")
)
_DELIVERIES = select(Delivery).where(Delivery.message_id == bindparam("message"))
_QUESTION = (
    select(Message)
    .where(Message.check_in_id == bindparam("check_in"), Message.item == bindparam("item"))
    .where(Message.kind == "question")
    .order_by(col(Message.id).desc())
    .limit(1)
)


def addresses_of(session: Session, person: Participant | Staff, only: str | None = None) -> Sequence[Address]:
    """Where a person can be talked to: their open addresses; of the channel `only`, when there is one."""
    theirs = _OF_PARTICIPANT if isinstance(person, Participant) else _OF_STAFF
    found = session.exec(theirs, params={"person": person.id}).all()
    return [address for address in found if address.channel == only] or found


def say(
    session: Session,
    person: Participant | Staff,
    kind: str,
    key: str,
    body: Body,
    now: datetime,
    *,
    priority: int = REPLY,
    only: str | None = None,
    about: Concerning = NOTHING,
) -> Message | None:
    """Put a message to a person into the outbox; None when the same key was said before."""
    if session.exec(_SAID, params={"key": key}).first() is not None:
        return None
    message = Message(
        key=key,
        at=now,
        kind=kind,
        participant_id=person.id if isinstance(person, Participant) else None,
        staff_id=person.id if isinstance(person, Staff) else None,
        check_in_id=about.check_in,
        item=about.item,
        ask=about.ask,
        escalation_id=about.escalation,
        expires_at=about.expires_at,
        body=to_json(body),
    )
    session.add(message)
    session.flush()
    assert message.id is not None
    for address in addresses_of(session, person, only):
        assert address.id is not None
        session.add(Delivery(message_id=message.id, address_id=address.id, action="send", priority=priority))
    return message


def redraw(session: Session, original: Message, body: Body, key: str, now: datetime, priority: int = REST) -> None:
    """Edit a message wherever it was sent. The newest edit replaces those that have not left yet."""
    for delivery in session.exec(_EDITS_WAITING, params={"original": original.id}):
        delivery.state = "dropped"
    edit = Message(
        key=key,
        at=now,
        kind="mark",
        participant_id=original.participant_id,
        staff_id=original.staff_id,
        check_in_id=original.check_in_id,
        item=original.item,
        escalation_id=original.escalation_id,
        replaces=original.id,
        body=to_json(body),
    )
    session.add(edit)
    session.flush()
    assert edit.id is not None
    for delivery in session.exec(_DELIVERIES, params={"message": original.id}).all():
        if delivery.state in ("pending", "sending", "sent"):
            session.add(Delivery(message_id=edit.id, address_id=delivery.address_id, action="edit", priority=priority))


def question_message(session: Session, check_in: int | None, item: str) -> Message | None:
    """The message in which an item was last asked."""
    return session.exec(_QUESTION, params={"check_in": check_in, "item": item}).first()


def body_of(message: Message) -> Body:
    return from_json(message.body)


def say_to_address(session: Session, address: Address, key: str, body: Body, now: datetime) -> None:
    """A tip to an account that belongs to nobody we know."""
    message = Message(key=key, at=now, kind="tip", body=to_json(body))
    session.add(message)
    session.flush()
    assert message.id is not None
    assert address.id is not None
    session.add(Delivery(message_id=message.id, address_id=address.id, action="send", priority=REST))
