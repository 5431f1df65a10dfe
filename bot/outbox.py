"""The only place that sends. What the transactions put into the outbox leaves from here, paced, in order.

New messages of one chat leave strictly in order, one in flight; chats with emergencies come first, then
replies, reminders, the rest; edits come when nothing new waits. A row is claimed with a lease and marked
sent only while the lease is ours. Questions and pages are sent at least once, tips at most once.
"""

import asyncio
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

import structlog
from sqlalchemy import Engine, update
from sqlmodel import Session, col, func, select

from bot import undelivered
from bot.body import Body, from_json
from bot.channels import (
    AddressClosed,
    Button,
    Channel,
    NothingToEdit,
    Outgoing,
    Refused,
    TryLater,
    Unauthorised,
    Unreachable,
)
from bot.database import is_sqlite, transaction
from bot.languages import Languages
from bot.models import Address, CheckIn, Concern, Delivery, Message, Participant, Staff
from bot.pacing import Pace
from bot.participant_commands import MENU
from bot.post import AT_MOST_ONCE, EMERGENCY

LEASE = timedelta(seconds=60)
"""How long a claimed delivery belongs to who claimed it."""
RETRY = (1, 2, 5, 10, 20, 30)
"""Seconds until the next try after a failure to reach the channel; the last one repeats."""
AT_ONCE = 25
"""Sends under way at the same time, at most."""
LOOK = 300
"""Waiting rows looked at in one round."""
IDLE = 1.0
"""Seconds between looks when nothing wakes us."""

log = structlog.get_logger()
T = TypeVar("T")
DELIVERY = Delivery.__table__  # type: ignore[attr-defined]  # SQLModel does not declare it


@dataclass(frozen=True, slots=True)
class Claimed:
    """A delivery that is ours to send now."""

    delivery: int
    address: int
    kind: str
    channel: str
    outgoing: Outgoing
    language: str
    token: str
    tries: int


class Outbox:
    """Drains the deliveries of one installation. `now` and `monotonic` are the shell's clocks."""

    def __init__(
        self,
        engine: Engine,
        channels: Mapping[str, Channel],
        languages: Languages,
        ambient: Mapping[str, str],
        now: Callable[[], datetime],
        monotonic: Callable[[], float],
    ) -> None:
        self._engine, self._channels, self._languages, self._ambient = engine, channels, languages, ambient
        self._now, self._monotonic = now, monotonic
        self._pace, self._busy = Pace(), set[int]()
        self._tasks: set[asyncio.Task[None]] = set()
        self._wake = asyncio.Event()

    def wake(self) -> None:
        """Something was committed: look at once."""
        self._wake.set()

    async def run(self, stopping: asyncio.Event) -> None:
        """Drain until told to stop; then let what is under way end."""
        await self._db(self._recover)
        while not stopping.is_set():
            self._wake.clear()
            wait = await self._step()
            if wait > 0:
                await self._sleep(wait)
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=3)

    async def drain(self) -> None:
        """Send everything that may leave, and return when nothing more can (for tests and one-off commands)."""
        while True:
            wait = await self._step()
            if self._tasks:
                await asyncio.wait(self._tasks, return_when=asyncio.FIRST_COMPLETED)
            elif wait >= IDLE:
                return
            else:
                await asyncio.sleep(wait)

    async def _sleep(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self._wake.wait(), min(seconds, IDLE))
        except TimeoutError:
            return

    async def _db(self, work: Callable[[Session], T]) -> T:
        """One transaction: inline on SQLite, in a thread on PostgreSQL."""

        def do() -> T:
            with transaction(self._engine) as session:
                return work(session)

        return do() if is_sqlite(self._engine) else await asyncio.to_thread(do)

    async def _step(self) -> float:
        """Start every send that may leave now; seconds until the next look."""
        try:
            claimed, wait = await self._db(self._claim)
        except Exception:
            log.exception("outbox_cannot_claim")
            return IDLE
        for one in claimed:
            task = asyncio.create_task(self._send(one))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        return wait

    def _recover(self, session: Session) -> None:
        """After a restart of the only sender: what was under way is not known to have arrived."""
        if is_sqlite(self._engine):
            under_way = select(Delivery).where(Delivery.state == "sending")
            for delivery in session.exec(under_way).all():
                _back(session, delivery)

    def _claim(self, session: Session) -> tuple[list[Claimed], float]:
        now, tick = self._now(), self._monotonic()
        for delivery in session.exec(
            select(Delivery).where(Delivery.state == "sending", col(Delivery.lease_until) < now)
        ).all():
            _back(session, delivery)
        rows = session.exec(
            select(Delivery, Address)
            .join(Address, col(Address.id) == Delivery.address_id)
            .where(Delivery.state == "pending")
            .where(col(Delivery.not_before).is_(None) | (col(Delivery.not_before) <= now))
            .order_by(col(Delivery.priority), col(Delivery.id))
            .limit(LOOK)
        ).all()
        first = _first_of_each(session, [address.id for _, address in rows])
        claimed: list[Claimed] = []
        taken: set[int] = set()
        wait = IDLE
        for delivery, address in rows:
            assert delivery.id is not None and address.id is not None
            if address.id in self._busy or address.id in taken or len(self._busy) + len(taken) >= AT_ONCE:
                continue
            wanted = first.get(address.id, delivery.id)
            if delivery.action == "edit" and address.id in first:
                continue
            if wanted != delivery.id:
                earlier = session.get(Delivery, wanted)
                assert earlier is not None
                delivery = earlier
            if delivery.not_before is not None and delivery.not_before > now:
                continue
            if address.not_before is not None and address.not_before > now and delivery.priority > EMERGENCY:
                continue
            paced = address.id if delivery.action == "send" else None
            pause = self._pace.wait(paced, delivery.priority, tick)
            if pause > 0:
                wait = min(wait, pause)
                continue
            one = self._prepared(session, delivery, address, now)
            if one is not None:
                claimed.append(one)
                taken.add(address.id)
                self._pace.sent(paced, tick)
        self._busy |= taken
        return claimed, 0.001 if claimed else wait

    def _prepared(self, session: Session, delivery: Delivery, address: Address, now: datetime) -> Claimed | None:
        """Lease a delivery and put it into words; None when it no longer fits."""
        message = session.get(Message, delivery.message_id)
        channel = self._channels.get(address.channel)
        assert message is not None and delivery.id is not None and address.id is not None
        if address.closed_at is not None or (message.expires_at is not None and message.expires_at <= now):
            delivery.state = "dropped"
            return None
        if channel is None:
            return None
        edits = None
        if message.replaces is not None:
            edits = session.exec(
                select(Delivery.external_id).where(
                    Delivery.message_id == message.replaces, Delivery.address_id == address.id, Delivery.state == "sent"
                )
            ).first()
            if edits is None:
                delivery.state = "dropped"
                return None
        token = secrets.token_hex(8)
        claim = (
            update(DELIVERY)
            .where(DELIVERY.c.id == delivery.id, DELIVERY.c.state == "pending")
            .values(state="sending", lease_until=now + LEASE, lease_token=token, tries=delivery.tries + 1)
            .returning(DELIVERY.c.id)
        )
        if session.execute(claim).scalar_one_or_none() is None:
            return None
        language = _language(session, message, address)
        outgoing = self._worded(from_json(message.body), language, address, edits)
        return Claimed(
            delivery.id, address.id, message.kind, address.channel, outgoing, language, token, delivery.tries
        )

    def _worded(self, body: Body, language: str, address: Address, edits: str | None) -> Outgoing:
        render = self._languages.render
        text = "\n".join(render(paragraph, language, self._ambient) for paragraph in body.paragraphs)
        rows = tuple(
            tuple(
                Button(("☑ " if key.ticked else "") + render(key.label, language, self._ambient), key.data, key.control)
                for key in row
            )
            for row in body.rows
        )
        menu = tuple(render(words, language, self._ambient) for words in MENU) if body.menu else ()
        return Outgoing(address.value, text, rows, edits, menu)

    async def _send(self, one: Claimed) -> None:
        """Send one delivery and mark what became of it. A boundary: nothing that goes wrong stops the others."""
        try:
            try:
                external_id = await self._channels[one.channel].send(one.outgoing)
            except AddressClosed as closed:
                why = closed.why
                await self._db(lambda session: undelivered.address_closed(session, one.address, why, self._now()))
            except TryLater as later:
                seconds = later.seconds
                await self._db(lambda session: self._later(session, one, seconds, whole_chat=True))
            except NothingToEdit:
                await self._db(lambda session: _mark(session, one, state="dropped"))
            except Refused as refused:
                error = str(refused)
                log.error("send_refused", delivery=one.delivery, error=error)
                await self._db(
                    lambda session: undelivered.refused(session, one.delivery, one.token, error, self._now())
                )
            except Unauthorised:
                log.error("channel_refuses_our_credentials", channel=one.channel)
                await self._db(lambda session: self._later(session, one, 30, whole_chat=False))
            except Unreachable:
                if one.kind in AT_MOST_ONCE and one.kind != "mark":
                    await self._db(
                        lambda session: _mark(session, one, state="dropped", error="unknown whether it arrived")
                    )
                else:
                    seconds = RETRY[min(one.tries, len(RETRY) - 1)]
                    await self._db(lambda session: self._later(session, one, seconds, whole_chat=False))
            else:
                await self._db(lambda session: self._sent(session, one, external_id))
        except Exception:
            log.exception("send_failed", delivery=one.delivery)
        finally:
            self._busy.discard(one.address)
            self._wake.set()

    def _sent(self, session: Session, one: Claimed, external_id: str) -> None:
        now = self._now()
        marked = _mark(
            session,
            one,
            state="sent",
            external_id=external_id,
            sent_at=now,
            language=one.language,
            rendered=one.outgoing.text,
        )
        message = session.exec(
            select(Message).join(Delivery, col(Delivery.message_id) == Message.id).where(Delivery.id == one.delivery)
        ).first()
        if not marked or message is None:
            return
        if message.kind == "question" and message.check_in_id is not None:
            check_in = session.get(CheckIn, message.check_in_id)
            if check_in is not None and check_in.sent_at is None:
                check_in.sent_at = now
        if message.kind == "page" and message.escalation_id is not None:
            unpaged = select(Concern).where(
                Concern.escalation_id == message.escalation_id, col(Concern.paged_at).is_(None)
            )
            for concern in session.exec(unpaged).all():
                concern.paged_at = now

    def _later(self, session: Session, one: Claimed, seconds: float, *, whole_chat: bool) -> None:
        until = self._now() + timedelta(seconds=seconds)
        _mark(session, one, state="pending", not_before=until)
        if whole_chat:
            address = session.get(Address, one.address)
            assert address is not None
            address.not_before = until


def _first_of_each(session: Session, addresses: list[int | None]) -> dict[int, int]:
    """The oldest new message that waits at each address: it must leave first."""
    waiting = session.exec(
        select(Delivery.address_id, func.min(Delivery.id))
        .where(col(Delivery.address_id).in_(set(addresses)), Delivery.state == "pending", Delivery.action == "send")
        .group_by(col(Delivery.address_id))
    ).all()
    return {address: first for address, first in waiting if first is not None}


def _back(session: Session, delivery: Delivery) -> None:
    """It is not known whether this arrived: tips are left, everything else goes again."""
    message = session.get(Message, delivery.message_id)
    tip = message is not None and message.kind == "tip"
    delivery.state = "dropped" if tip else "pending"
    delivery.lease_token, delivery.lease_until = None, None


def _mark(session: Session, one: Claimed, **values: object) -> bool:
    """Write what became of a delivery, only while the lease is ours."""
    statement = (
        update(DELIVERY)
        .where(DELIVERY.c.id == one.delivery, DELIVERY.c.lease_token == one.token)
        .values(lease_token=None, lease_until=None, **values)
        .returning(DELIVERY.c.id)
    )
    return session.execute(statement).scalar_one_or_none() is not None


def _language(session: Session, message: Message, address: Address) -> str:
    if message.participant_id is not None:
        participant = session.get(Participant, message.participant_id)
        return participant.language if participant else address.language
    staff = session.get(Staff, message.staff_id) if message.staff_id else None
    return staff.language if staff else address.language
