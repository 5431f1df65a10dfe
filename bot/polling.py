"""The loop that takes updates in: raw, one transaction each, and only then the next offset.

One update that cannot be read, or that fails again and again, is kept as a dead letter and passed by;
it never stalls the others. When the database does not answer, nothing is confirmed.
"""

import asyncio
from collections.abc import Callable
from datetime import datetime

import structlog
from sqlalchemy import Engine
from sqlalchemy.exc import InterfaceError, OperationalError
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.channels.telegram import NAME, RawUpdate, TelegramChannel
from bot.database import is_sqlite
from bot.inbox import receive, store_dead_letter
from bot.languages import Languages
from bot.outbox import Outbox

TRIES = 3
"""After so many failures of our own an update becomes a dead letter."""
PAUSE = (0.2, 1, 2, 5, 10, 20, 30)
"""Seconds between polls that fail, the last one repeated."""

log = structlog.get_logger()


class Poller:
    """Takes in the updates of one bot; `beat` is called after each poll that went well."""

    def __init__(
        self,
        channel: TelegramChannel,
        engine: Engine,
        outbox: Outbox,
        languages: Languages,
        now: Callable[[], datetime],
        beat: Callable[[], None] = lambda: None,
    ) -> None:
        self._beat = beat
        self._channel, self._engine, self._outbox, self._languages, self._now = channel, engine, outbox, languages, now
        self._offset: int | None = None
        self._failures: dict[int, int] = {}
        self._beside: set[asyncio.Task[None]] = set()

    async def run(self, stopping: asyncio.Event) -> None:
        """Poll until told to stop. Trouble at Telegram or at the database is waited out."""
        failed = 0
        stop = asyncio.create_task(stopping.wait())
        while not stopping.is_set():
            poll = asyncio.create_task(self._round())
            await asyncio.wait({poll, stop}, return_when=asyncio.FIRST_COMPLETED)
            if not poll.done():
                poll.cancel()
                await asyncio.wait({poll})
                break
            failed = 0 if poll.result() else failed + 1
            if failed:
                await asyncio.wait({stop}, timeout=PAUSE[min(failed, len(PAUSE)) - 1])
        stop.cancel()

    async def _round(self) -> bool:
        """One poll and what came of it; whether all went well."""
        try:
            found = await self._channel.poll(self._offset)
        except Conflict:
            log.error("another_poller_takes_our_updates")
            return False
        except InvalidToken:
            log.error("telegram_refuses_the_token")
            return False
        except RetryAfter:
            return False
        except TelegramError as error:
            log.warning("telegram_unreachable", error=type(error).__name__)
            return False
        for update in found:
            if not await self._take(update):
                return False
            self._offset = max(self._offset or 0, update.id + 1)
        self._beat()
        return True

    async def _take(self, update: RawUpdate) -> bool:
        """Take in one update; whether it may be confirmed."""
        try:
            await self._db(lambda: self._store(update))
        except (OperationalError, InterfaceError):
            log.exception("database_does_not_answer")
            return False
        except Exception:
            self._failures[update.id] = self._failures.get(update.id, 0) + 1
            log.exception("update_failed", update=update.id, tries=self._failures[update.id])
            if self._failures[update.id] < TRIES:
                return False
            await self._db(lambda: self._bury(update))
            self._failures.pop(update.id)
        self._outbox.wake()
        if update.inbound is not None and update.inbound.acknowledgement:
            task = asyncio.create_task(self._channel.acknowledge(update.inbound))
            self._beside.add(task)
            task.add_done_callback(self._beside.discard)
        return True

    def _store(self, update: RawUpdate) -> None:
        if update.inbound is not None:
            receive(self._engine, update.inbound, self._now(), self._languages)
        elif not update.readable:
            self._bury(update)
            log.warning("update_unreadable", update=update.id)

    def _bury(self, update: RawUpdate) -> None:
        store_dead_letter(self._engine, NAME, f"dead:{update.id}", update.raw, self._now())

    async def _db(self, work: Callable[[], None]) -> None:
        if is_sqlite(self._engine):
            work()
        else:
            await asyncio.to_thread(work)
