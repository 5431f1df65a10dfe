"""The only place that sends. What the transactions put into the outbox leaves from here, paced and in order.

Questions and pages are sent at least once and never lost; tips at most once. Nothing that goes wrong with one
message stops the others.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypeVar

import structlog
from sqlalchemy import Engine
from sqlmodel import Session

from bot import claims, undelivered
from bot.body import Body
from bot.channels import (
    AddressClosed,
    Button,
    Channel,
    NothingToEdit,
    Outgoing,
    Picture,
    Refused,
    TryLater,
    Unauthorised,
    Unreachable,
)
from bot.claims import Candidate, Claim
from bot.database import is_sqlite, transaction
from bot.languages import Languages
from bot.pacing import Pace
from bot.participant_commands import MENU
from bot.pictures import drawn
from bot.post import EMERGENCY
from bot.routes import NOTICE
from conversations.text import Text

RETRY = (1, 2, 5, 10, 20, 30)
"""Seconds until the next try after a failure to reach the channel; the last one repeats."""
NOTICE_RETRY = (5, 15, 60, 300, 900)
"""The same for notices: a mail server that is asked every half minute shuts us out."""
NOTICE_TOLD = 5
"""After so many tries (some six minutes) somebody is told that notices do not arrive there; they are tried on."""
PACED = "telegram"
"""The channel that has a pace; our own page needs none, and notices go to as many services as there are routes."""
PHOTO = "photo.jpg"
PICTURED = ("telegram",)
"""Channels to which a picture is sent as a file; our own page draws it when it is looked at."""
AT_ONCE = 25
"""Sends to chats and pages under way at the same time, at most."""
NOTICES_AT_ONCE = 8
"""Notices beside them, at most: services that do not answer take nobody else's place (fault 45), and a Telegram that
does not answer takes no notice's (fault 23)."""
KEPT_FOR_EMERGENCIES = 3
"""Of either, so many places are left to emergencies."""
PASSED_ON_AFTER = 4
"""A page that could not be sent after so many tries (ten to thirty seconds) is passed on to the next person."""
LONG_WAIT = 60.0
"""A page that is held back by its channel for longer, in seconds, is passed on, too."""
IDLE = 1.0
"""Seconds between looks when nothing wakes us."""

log = structlog.get_logger()
T = TypeVar("T")


class Outbox:
    """Drains the deliveries of one installation. `now` and `monotonic` are the shell's clocks; `beat` is called when it
    has looked."""

    def __init__(
        self,
        engine: Engine,
        channels: Mapping[str, Channel],
        languages: Languages,
        ambient: Mapping[str, str],
        now: Callable[[], datetime],
        monotonic: Callable[[], float],
        beat: Callable[[], None] = lambda: None,
    ) -> None:
        self._engine, self._channels, self._languages, self._ambient = engine, channels, languages, ambient
        self._now, self._monotonic, self._beat = now, monotonic, beat
        self._pace, self._busy = Pace(), dict[int, str]()
        self._tasks: set[asyncio.Task[None]] = set()
        self._wake = asyncio.Event()

    def wake(self) -> None:
        """Something was committed: look at once."""
        self._wake.set()

    async def run(self, stopping: asyncio.Event) -> None:
        """Drain until told to stop; then let what is under way end."""
        if is_sqlite(self._engine):
            await self._db(lambda session: claims.recover(session, None))
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
            self._wake.clear()
            wait = await self._step()
            if self._tasks:
                await asyncio.wait(self._tasks, return_when=asyncio.FIRST_COMPLETED)
            elif self._wake.is_set():
                continue  # a send ended while we looked, and its chat was still taken for busy
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
        """Start every send that may leave now; seconds until the next look. A boundary: a database that does not
        answer is asked again."""
        try:
            claimed, wait = await self._db(self._claim)
        except Exception:
            log.exception("outbox_cannot_claim")
            return IDLE
        self._beat()
        self._busy |= {one.chat: one.channel for one in claimed}
        for one in claimed:
            task = asyncio.create_task(self._send(one))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        return wait

    def _claim(self, session: Session) -> tuple[list[Claim], float]:
        """Everything that may leave now, and when to look again."""
        now, tick = self._now(), self._monotonic()
        claims.recover(session, now)
        claimed: list[Claim] = []
        wait = IDLE
        for candidate in claims.candidates(session, now):
            if len(self._busy) + len(claimed) >= AT_ONCE + NOTICES_AT_ONCE:
                break
            if not self._may_leave(candidate, now, claimed):
                continue
            pause = self._pause(candidate, tick)
            if pause > 0:
                wait = min(wait, pause)
                continue
            wait = 0.0
            if (one := claims.claim(session, candidate, now)) is not None:
                claimed.append(one)
                if candidate.address.channel == PACED:
                    self._pace.sent(_chat_of(candidate), tick)
        return claimed, wait

    def _pause(self, candidate: Candidate, tick: float) -> float:
        """Seconds that the pace asks to wait."""
        if candidate.address.channel != PACED:
            return 0.0
        return self._pace.wait(_chat_of(candidate), candidate.delivery.priority, tick)

    def _may_leave(self, candidate: Candidate, now: datetime, claimed: Sequence[Claim]) -> bool:
        """One in flight a chat; a chat that Telegram holds back waits, but for emergencies; so many sends at once."""
        address = candidate.address
        under_way = [*self._busy.values(), *(one.channel for one in claimed)]
        notices = under_way.count(NOTICE)
        used, most = (notices, NOTICES_AT_ONCE) if address.channel == NOTICE else (len(under_way) - notices, AT_ONCE)
        kept = 0 if candidate.delivery.priority == EMERGENCY else KEPT_FOR_EMERGENCIES
        if used >= most - kept:
            return False
        held = address.not_before is not None and address.not_before > now
        known = address.channel in self._channels
        return known and candidate.chat not in self._busy and not (held and candidate.delivery.priority > EMERGENCY)

    def worded(
        self, body: Body, language: str, address: str, edits: str | None, link: str = "", last4: str = ""
    ) -> Outgoing:
        """A body in words, as a channel takes it."""
        render = self._languages.render
        around = {**self._ambient, "link": self._ambient.get("public_url", "") + link if link else ""}
        if last4:
            around["last4"] = last4
        text = "\n".join(render(paragraph, language, around) for paragraph in body.paragraphs).strip()
        rows = tuple(
            tuple(
                Button(("☑ " if key.ticked else "") + render(key.label, language, self._ambient), key.data, key.control)
                for key in row
            )
            for row in body.rows
        )
        menu = tuple(render(words, language, self._ambient) for words in MENU) if body.menu else ()
        return Outgoing(address, text, rows, edits, menu)

    async def _illustrated(self, outgoing: Outgoing, one: Claim) -> Outgoing:
        """With its picture, where the channel shows one. Drawing takes a tenth of a second, so it keeps nobody
        waiting: it is done beside the loop."""
        if one.file is not None and one.channel in PICTURED and outgoing.edits is None:
            form, kept = one.file
            return replace(outgoing, voice=kept) if form == "voice" else replace(outgoing, picture=Picture(kept, PHOTO))
        figure = one.body.picture
        if figure is None or one.channel not in PICTURED or outgoing.edits is not None:
            return outgoing

        def words(text: Text) -> str:
            return self._languages.render(text, one.language, self._ambient)

        content = await asyncio.to_thread(lambda: drawn(figure, words).png())
        return replace(outgoing, picture=Picture(content))

    async def _send(self, one: Claim) -> None:
        """Send one delivery and write what became of it. A boundary: the others go on whatever happens here."""
        try:
            outgoing = self.worded(one.body, one.language, one.address, one.edits, one.link, one.last4)
            outgoing = await self._illustrated(outgoing, one)
            became = await self._became(one, outgoing)
            await self._db(became)
        except Exception:
            log.exception("send_failed", delivery=one.delivery)
        finally:
            self._busy.pop(one.chat, None)
            self._wake.set()

    async def _became(self, one: Claim, outgoing: Outgoing) -> Callable[[Session], None]:
        """Send; what is then to be written."""
        try:
            id = await self._channels[one.channel].send(outgoing)
        except AddressClosed as closed:
            why = closed.why
            return lambda session: undelivered.address_closed(session, one.chat, why, self._now())
        except TryLater as wait:
            return self._held_back(one, wait.seconds)
        except NothingToEdit:
            return lambda session: _dropped(session, one, None)
        except Refused as refused:
            error = str(refused)
            log.error("send_refused", delivery=one.delivery, error=error)
            return lambda session: undelivered.refused(session, one, error, self._now())
        except Unauthorised:
            log.error("channel_refuses_our_credentials", channel=one.channel)
            return self._unreached(one, RETRY[-1])
        except Unreachable:
            if one.kind == "tip":
                return lambda session: _dropped(session, one, "unknown whether it arrived")
            return self._unreached(one)
        kept = (
            self.worded(one.body, one.language, one.address, one.edits, one.link).text if one.last4 else outgoing.text
        )
        return lambda session: claims.sent(session, one, id, kept, self._now())

    def _unreached(self, one: Claim, seconds: float | None = None) -> Callable[[Session], None]:
        """Try again; of notices that do not arrive somebody is told, and a page is passed on to the next person."""
        pauses = NOTICE_RETRY if one.channel == NOTICE else RETRY
        again = self._in(pauses[min(one.tries, len(pauses) - 1)] if seconds is None else seconds)
        passed_on = one.tries + 1 >= (PASSED_ON_AFTER if seconds is None else 2)

        def write(session: Session) -> None:
            claims.later(session, one, again, whole_chat=False)
            if one.channel == NOTICE and one.tries + 1 >= NOTICE_TOLD:
                undelivered.notices_lost(session, one.chat, self._now())
            if passed_on:
                undelivered.page_waits(session, one, self._now())

        return write

    def _held_back(self, one: Claim, seconds: float) -> Callable[[Session], None]:
        """The channel asks to wait: nothing but emergencies is sent there before that."""

        def write(session: Session) -> None:
            claims.later(session, one, self._in(seconds), whole_chat=True)
            if seconds > LONG_WAIT:
                undelivered.page_waits(session, one, self._now())

        return write

    def _in(self, seconds: float) -> datetime:
        return self._now() + timedelta(seconds=seconds)


def _chat_of(candidate: Candidate) -> int | None:
    """The chat whose pace a delivery takes up; an edit is no new message there."""
    return candidate.chat if candidate.delivery.action == "send" else None


def _dropped(session: Session, one: Claim, error: str | None) -> None:
    claims.mark(session, one, state="dropped", error=error)
