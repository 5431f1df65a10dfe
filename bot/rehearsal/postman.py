"""Delivers to simulated people what the outbox would send, in the same order and words, but in one transaction: here
nobody waits for a network, and nothing is lost on the way. (The outbox itself is for where faults are rehearsed.)"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from bot.body import from_json
from bot.languages import Languages
from bot.models import Address, CheckIn, Concern, Delivery, Message, Participant, Staff
from bot.outbox import Outbox
from bot.rehearsal.screens import Screens


class Postman:
    """Brings what waits to the screens. It knows what is where: nobody else sends while it works."""

    def __init__(
        self,
        engine: Engine,
        screens: Screens,
        languages: Languages,
        ambient: Mapping[str, str],
        now: Callable[[], datetime],
    ) -> None:
        self._screens, self._now = screens, now
        self._outbox = Outbox(engine, {screens.name: screens}, languages, ambient, now, lambda: 0.0)
        self._sent: dict[tuple[int | None, int], str] = {}
        """External ids, by message and address."""

    async def delivers(self, session: Session) -> None:
        """Everything that waits: of each chat what is new in order, then what was changed."""
        for delivery, message, address in _waiting(session, self._screens.name):
            await self._deliver(session, delivery, message, address)

    async def _deliver(self, session: Session, delivery: Delivery, message: Message, address: Address) -> None:
        now, edits = self._now(), self._sent.get((message.replaces, delivery.address_id))
        expired = message.expires_at is not None and message.expires_at <= now
        if address.closed_at is not None or expired or (message.replaces is not None and edits is None):
            delivery.state = "dropped"
            return
        language = _language(session, message, address)
        outgoing = self._outbox.worded(from_json(message.body), language, address.value, edits)
        delivery.external_id = await self._screens.send(outgoing)
        delivery.state, delivery.sent_at = "sent", now
        delivery.language, delivery.rendered, delivery.tries = language, outgoing.text, 1
        self._sent[message.id, delivery.address_id] = delivery.external_id
        if message.kind == "question" and (check_in := session.get(CheckIn, message.check_in_id)) is not None:
            check_in.sent_at = check_in.sent_at or now
        if message.kind == "page" and message.escalation_id is not None:
            mine = Concern.escalation_id == message.escalation_id
            for concern in session.exec(select(Concern).where(mine, col(Concern.paged_at).is_(None))).all():
                concern.paged_at = now


def _waiting(session: Session, channel: str) -> Sequence[tuple[Delivery, Message, Address]]:
    return session.exec(
        select(Delivery, Message, Address)
        .join(Message, col(Message.id) == Delivery.message_id)
        .join(Address, col(Address.id) == Delivery.address_id)
        .where(Delivery.state == "pending", Address.channel == channel)
        .order_by(col(Delivery.action).desc(), col(Delivery.id))  # "send" before "edit"
    ).all()


def _language(session: Session, message: Message, address: Address) -> str:
    """What its reader reads."""
    person: Participant | Staff | None = None
    if message.participant_id is not None:
        person = session.get(Participant, message.participant_id)
    elif message.staff_id is not None:
        person = session.get(Staff, message.staff_id)
    return person.language if person is not None else address.language
