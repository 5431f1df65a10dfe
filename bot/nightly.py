"""The export of each night: every table as CSV into a folder, for teams that pull. Without arm and identities.

A night that the service slept through is caught up when it wakes; each night is exported once, by whoever comes first.
"""

import asyncio
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from bot.database import transaction
from bot.models import Installation
from bot.record import Author, NotDone
from bot.reports.snapshot import snapshot

LOOK = 60
"""Seconds between two looks at the clock."""
DONE = "exported_on"
"""Under this name the last night is kept (an ISO day of the study's zone)."""

log = structlog.get_logger()


class Nightly:
    """Exports once a day, from the given hour of the study's zone on."""

    def __init__(self, engine: Engine, folder: Path, at: time, zone: ZoneInfo, now: Callable[[], datetime]) -> None:
        self._engine, self._folder, self._at, self._zone, self._now = engine, folder, at, zone, now

    async def run(self, stopping: asyncio.Event) -> None:
        """Look every minute until told to stop. What goes wrong is logged; the next night comes."""
        while not stopping.is_set():
            if (day := self.due()) is not None:
                await asyncio.to_thread(self.export, day)
            try:
                await asyncio.wait_for(stopping.wait(), LOOK)
            except TimeoutError:
                continue

    def due(self) -> date | None:
        """The day whose export is due now and that nobody has taken on; it is taken on by asking."""
        local = self._now().astimezone(self._zone)
        if local.time() < self._at:
            return None
        with transaction(self._engine) as session:
            return local.date() if _take_on(session, local.date()) else None

    def export(self, day: date) -> bool:
        """Write all tables; whether all went well. One that cannot be written leaves the one of the night before."""
        from bot.reports.export import TABLES, write

        now, failed = self._now(), []
        for table in TABLES:
            try:
                with snapshot(self._engine) as session:
                    write(session, table, "csv", self._folder / f"{table}.csv", now)
            except (NotDone, DBAPIError) as error:
                failed.append(table)
                log.error("nightly_export_failed", table=table, error=type(error).__name__)
        with transaction(self._engine) as session:
            detail = f"{len(TABLES) - len(failed)} tables as csv" + (f", not {', '.join(failed)}" if failed else "")
            Author(now, "anhao", f"the night before {day}").record(session, "export", "table", None, detail)
        log.info("nightly_export", tables=len(TABLES) - len(failed), failed=len(failed))
        return not failed


def _take_on(session: Session, day: date) -> bool:
    """Whether this day had not been taken on by anybody."""
    row = session.get(Installation, DONE, with_for_update=True)
    if row is None:
        session.add(Installation(name=DONE, value=day.isoformat()))
        return True
    if row.value >= day.isoformat():
        return False
    row.value = day.isoformat()
    return True
