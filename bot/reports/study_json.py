"""The whole study as one JSON document, to be taken in by another installation (`anhao import`).

Records as they lie in the database, unsealed, table by table in an order in which each only names earlier ones. Without
identities, who a participant is and every address is left out. What is never in it: ways in (links, browsers, invites),
the list of allocations to come, and what belongs to the installation.
"""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time
from typing import Any, BinaryIO, TextIO

from sqlalchemy import Column as SQLColumn
from sqlalchemy import Table as SQLTable
from sqlalchemy import select
from sqlmodel import Session

from bot.models import METADATA
from bot.reports.cells import Cell
from bot.reports.destination import as_text
from bot.reports.export import Wanted
from bot.stored import dumps

KIND, VERSION = "anhao study", 1
"""What the document says it is. The version grows when older ones can no longer be read."""

LEFT_OUT = frozenset(
    {"installation", "link", "browser", "invite", "allocation_list", "allocation_slot", "alembic_version"}
)
"""Tables that stay behind: see above."""

WITHHELD = frozenset(
    {"identity.phone", "identity.emergency_contact", "identity.notify", "identity.birth_year", "address.value",
     "staff.notify", "inbound.raw", "participant.tpmt"}
)  # fmt: skip
"""Columns that are empty without identities. A genotype is a matter of its own (clinical content §0, 9)."""

MADE_ANEW = frozenset({"address.blind"})
"""Columns that follow from others by this installation's key."""

LINK = re.compile(r"[a-z][a-z0-9+.-]*://[^\s\"\\]+", re.IGNORECASE)
HOLDS_LINKS = frozenset({"message.body", "delivery.rendered"})


def tables() -> list[SQLTable]:
    """The tables that are copied, each after those that it refers to."""
    return [table for table in METADATA.sorted_tables if table.name not in LEFT_OUT]


def write(session: Session, wanted: Wanted, file: BinaryIO) -> int:
    """Write the document; how many records it holds."""
    with as_text(file) as text:
        head = {"kind": KIND, "version": VERSION, "identities": wanted.watermark is not None}
        text.write(f'{{"anhao": {dumps(head)},\n"tables": {{')
        count = 0
        for number, table in enumerate(tables()):
            text.write(f'{"," if number else ""}\n"{table.name}": [')
            count += _records(session, wanted, table, text)
            text.write("]")
        text.write("\n}}\n")
    return count


def _records(session: Session, wanted: Wanted, table: SQLTable, text: TextIO) -> int:
    with_identities = wanted.watermark is not None
    columns = [column for column in table.columns if f"{table.name}.{column.name}" not in MADE_ANEW]
    kept = [c for c in columns if with_identities or f"{table.name}.{c.name}" not in WITHHELD]
    found = session.connection().execute(select(*kept).order_by(*table.primary_key).execution_options(yield_per=500))
    count = 0
    for row in wanted.watch(table.name, (_plain(table, columns, record._asdict()) for record in found)):
        text.write(f"{',' if count else ''}\n{dumps(row)}")
        count += 1
    return count


def _plain(table: SQLTable, columns: list[SQLColumn[Any]], record: Mapping[str, Any]) -> dict[str, Cell]:
    return {column.name: _cell(table, column.name, record.get(column.name)) for column in columns}


def _cell(table: SQLTable, column: str, value: Any) -> Cell:
    match value:
        case datetime():
            return value.astimezone(UTC).isoformat()
        case date() | time():
            return value.isoformat()
        case str() if f"{table.name}.{column}" in HOLDS_LINKS:
            return LINK.sub("‹link›", value)
        case str() | int() | bool() | None:
            return value
    raise TypeError(f"{table.name}.{column} holds what JSON has no word for")


class NotAStudy(Exception):
    """The file is not a study that was exported as JSON. The message says where it stopped being one."""


class Document:
    """A document being read from its beginning, a record at a time, however it is laid out."""

    CHUNK = 1 << 16

    def __init__(self, file: TextIO) -> None:
        self._file, self._text, self._read, self._over = file, "", 0, False
        self._decoder = json.JSONDecoder()

    def head(self) -> dict[str, Any]:
        """What the document says of itself, which stands first."""
        self._take("{")
        if self._value() != "anhao":
            raise self._wrong()
        self._take(":")
        head = self._value()
        if not isinstance(head, dict):
            raise self._wrong()
        self._take(",")
        return head

    def records(self) -> Iterator[tuple[str, Any]]:
        """Each record with its table, to the end of the document."""
        if self._value() != "tables":
            raise self._wrong()
        self._take(":")
        self._take("{")
        for name in self._each("}"):
            self._take(":")
            self._take("[")
            for record in self._each("]"):
                yield str(name), record
        self._take("}")
        if self._next():
            raise self._wrong()

    def _each(self, end: str) -> Iterator[Any]:
        """The values between commas until the end."""
        if self._next() == end:
            self._take(end)
            return
        while True:
            yield self._value()
            if self._next() == end:
                self._take(end)
                return
            self._take(",")

    def _next(self) -> str:
        """The next letter that means anything; empty at the end of the file."""
        self._text = self._text.lstrip()
        while not self._text and not self._over:
            self._more()
            self._text = self._text.lstrip()
        return self._text[:1]

    def _take(self, letter: str) -> None:
        if self._next() != letter:
            raise self._wrong()
        self._text = self._text[1:]

    def _value(self) -> Any:
        self._next()
        while True:
            try:
                value, end = self._decoder.raw_decode(self._text)
            except json.JSONDecodeError:
                if self._over:
                    raise self._wrong() from None
                self._more()
            else:
                self._text = self._text[end:]
                return value

    def _more(self) -> None:
        chunk = self._file.read(max(self.CHUNK, len(self._text)))
        self._over = not chunk
        self._read += len(chunk)
        self._text += chunk

    def _wrong(self) -> NotAStudy:
        return NotAStudy(f"no study that was exported as JSON (it stops being one near letter {self._read})")
