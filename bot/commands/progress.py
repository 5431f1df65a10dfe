"""How far a long export is: one line on standard error that is written over, on a terminal only."""

import sys
import time
from collections.abc import Iterator

from bot.reports.cells import Row

EVERY = 0.2
"""Seconds between two looks of the line."""


class Bar:
    """Looks on while rows pass: `answers ████────── 37 of 100 participants, 12,345 rows`."""

    def __init__(self, participants: int) -> None:
        self._participants = participants
        self._shows = sys.stderr.isatty()
        self._last = 0.0

    def __call__(self, table: str, rows: Iterator[Row]) -> Iterator[Row]:
        if not self._shows:
            yield from rows
            return
        count, people, before = 0, 0, object()
        for row in rows:
            count += 1
            if (code := row.get("participant")) is not None and code != before:
                people, before = people + 1, code
            if time.monotonic() - self._last >= EVERY:
                self._draw(table, people, count)
            yield row
        self._draw(table, people, count, end="\n")

    def _draw(self, table: str, people: int, count: int, end: str = "") -> None:
        self._last = time.monotonic()
        done = round(20 * people / self._participants) if self._participants else 0
        bar = "█" * min(20, done) + "─" * (20 - min(20, done))
        line = f"\r{table} {bar} {people} of {self._participants} participants, {count:,} rows\x1b[K"
        print(line, end=end, file=sys.stderr, flush=True)
