"""Fetches photos and voice messages from their channel, outside any transaction, one after the other."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Protocol, TypeVar

import structlog
from sqlalchemy import Engine
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlmodel import Session

from bot import attachments
from bot.channels import Refused, SendFailure
from bot.database import is_sqlite, transaction
from bot.photographs import NoPhoto, redrawn

EVERY = 2.0
"""Seconds between two looks."""

log = structlog.get_logger()
T = TypeVar("T")


class Source(Protocol):
    """A channel that holds files."""

    name: str

    async def fetch(self, remote: str) -> bytes:
        """The file with this number, or a SendFailure."""
        ...


class Fetcher:
    """The files of one channel. `arrived`: something was passed on, so the outbox should look."""

    def __init__(
        self, engine: Engine, source: Source, now: Callable[[], datetime], arrived: Callable[[], None]
    ) -> None:
        self._engine, self._source, self._now, self._arrived = engine, source, now, arrived

    async def run(self, stopping: asyncio.Event) -> None:
        """Fetch until told to stop. Trouble is waited out."""
        while not stopping.is_set():
            try:
                await self.look()
            except (OperationalError, InterfaceError):
                log.exception("database_does_not_answer")
            try:
                await asyncio.wait_for(stopping.wait(), EVERY)
            except TimeoutError:
                continue

    async def look(self) -> None:
        """Fetch what waits now."""
        waiting = await self._db(lambda session: attachments.waiting(session, self._source.name, self._now()))
        for id, form, remote in waiting:
            await self._fetch(id, form, remote)

    async def _fetch(self, id: int, form: str, remote: str) -> None:
        try:
            content = await self._source.fetch(remote)
            if form == "photo":
                content = await asyncio.to_thread(redrawn, content)
        except (Refused, NoPhoto) as error:
            log.warning("attachment_cannot_be_had", attachment=id, error=type(error).__name__)
            await self._db(lambda session: attachments.gone(session, id))
        except SendFailure as error:
            log.warning("attachment_not_fetched", attachment=id, error=type(error).__name__)
            await self._db(lambda session: attachments.later(session, id, self._now()))
        else:
            await self._db(lambda session: attachments.arrived(session, id, content, self._now()))
            self._arrived()

    async def _db(self, work: Callable[[Session], T]) -> T:
        """One transaction: inline on SQLite, in a thread on PostgreSQL."""

        def do() -> T:
            with transaction(self._engine) as session:
                return work(session)

        return do() if is_sqlite(self._engine) else await asyncio.to_thread(do)
