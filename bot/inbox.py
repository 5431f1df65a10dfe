"""One message from a person, one transaction: stored once, understood, answered into the outbox, committed.

Only after `receive` returns may a channel confirm the message to its world. A redelivery changes nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Engine, bindparam
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlmodel import Session, select

from bot import attachments, desk, enter, staff_chat
from bot.channels import Inbound as Message
from bot.database import transaction
from bot.languages import Languages, negotiate, normalise
from bot.models import Address, Inbound, Participant, Staff
from bot.vault import opened

_TABLE = Inbound.__table__  # type: ignore[attr-defined]  # SQLModel does not declare it
_STORE = {
    dialect: insert(_TABLE).on_conflict_do_nothing().returning(_TABLE.c.id)
    for dialect, insert in (("sqlite", sqlite_insert), ("postgresql", postgresql_insert))
}
_ADDRESS = select(Address).where(Address.channel == bindparam("channel"), Address.blind == bindparam("blind"))
_LOCKED = select(Participant).where(Participant.id == bindparam("id")).with_for_update(key_share=True)


@dataclass(frozen=True, slots=True)
class Received:
    """What became of a message: whether it is new, and whose it is (for the log line: ids only)."""

    new: bool
    participant: int | None = None
    staff: int | None = None


def receive(engine: Engine, message: Message, now: datetime, languages: Languages) -> Received:
    """Take in one message. Raises only when the database fails, and then nothing is stored."""
    with transaction(engine) as session:
        stored = _stored(session, message, now, "done")
        if stored is None:
            return Received(new=False)
        address = _address(session, message, now)
        if address.participant_id is not None:
            participant = _locked(session, address.participant_id)
            stored.participant_id = participant.id
            if message.form not in ("blocked", "unblocked"):
                participant.heard_at, participant.reply_channel = now, message.channel
            attachments.note(session, participant.id or 0, message, now)
            visit = desk.Visit(session, participant, address, now, stored.id or 0, languages)
            if message.form == "start" and message.text:
                enter.by_invite(session, address, message, now, stored.id or 0)
            else:
                desk.said(visit, _clean(message))
            return Received(True, participant=participant.id)
        staff = session.get(Staff, address.staff_id) if address.staff_id else None
        if staff is not None and not (message.form == "start" and message.text):
            stored.staff_id = staff.id
            staff_chat.said(session, staff, address, _clean(message), now, languages)
            return Received(True, staff=staff.id)
        enter.stranger(session, address, _clean(message), now, stored.id or 0)
        return Received(True, participant=address.participant_id, staff=address.staff_id)


def store_dead_letter(engine: Engine, channel: str, external_id: str, raw: str, now: datetime) -> None:
    """Keep what could not be read, and pass it by."""
    message = Message(channel, "", external_id, "other", raw=normalise(raw))
    with transaction(engine) as session:
        _stored(session, message, now, "dead")


def _stored(session: Session, message: Message, now: datetime, state: str) -> Inbound | None:
    """The row of a new message, or None for one that is known. The unique key decides."""
    values: Mapping[str, object] = {
        "channel": message.channel,
        "external_id": message.external_id,
        "received_at": now,
        "kind": message.form,
        "state": state,
        "message": message.message or None,
        "raw": normalise(message.raw or message.text),
    }
    id = session.execute(_STORE[session.get_bind().dialect.name], values).scalar_one_or_none()
    return session.get(Inbound, id) if id is not None else None


def _address(session: Session, message: Message, now: datetime) -> Address:
    """The account the message came from; a new one is remembered."""
    blind = opened().blind(f"{message.channel}:{message.address}", "address")
    address = session.exec(_ADDRESS, params={"channel": message.channel, "blind": blind}).first()
    if address is None:
        address = Address(
            channel=message.channel,
            blind=blind,
            value=message.address,
            created_at=now,
            language=negotiate(message.locale),
        )
        session.add(address)
        session.flush()
    elif message.locale and address.participant_id is None and address.staff_id is None:
        address.language = negotiate(message.locale)
    return address


def _locked(session: Session, participant_id: int) -> Participant:
    """The participant's row, locked: turns of one person come one after another."""
    return session.exec(_LOCKED, params={"id": participant_id}).one()


def _clean(message: Message) -> Message:
    """The same message with text as it is kept."""
    return replace(message, text=normalise(message.text), tap=normalise(message.tap))
