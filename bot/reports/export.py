"""The exported tables: which there are, in which formats, and how they are written. Columns are promises (interface).

A table gives its rows one by one, so that a whole trial fits. Values are codes, the same in both languages.
"""

import os
import secrets
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TextIO

from sqlmodel import Session

from bot.record import NotDone
from bot.reports import answers, check_ins, concerns, doses, format_csv, format_json
from bot.reports.cells import Row

STDOUT = Path("-")


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its columns in order, and its rows by (session, now, whether an investigator asks)."""

    columns: Sequence[str]
    rows: Callable[[Session, datetime, bool], Iterator[Row]]


TABLES: Mapping[str, Table] = {
    "answers": Table(answers.COLUMNS, answers.rows),
    "checkins": Table(check_ins.COLUMNS, check_ins.rows),
    "concerns": Table(concerns.COLUMNS, concerns.rows),
    "doses": Table(doses.COLUMNS, doses.rows),
}

FORMATS: Mapping[str, Callable[[TextIO, Sequence[str], Iterator[Row]], int]] = {
    "csv": format_csv.write,
    "json": format_json.write,
}
"""Writes a table and says how many rows it had."""


def write(session: Session, table: str, format: str, output: Path, now: datetime, *, investigator: bool = False) -> int:
    """Write a table to a file, whole or not at all, or to standard output; how many rows. Raises NotDone."""
    chosen = TABLES[table]
    with destination(output) as file:
        return FORMATS[format](file, chosen.columns, chosen.rows(session, now, investigator))


@contextmanager
def destination(output: Path) -> Iterator[TextIO]:
    """A file that only its owner can read, put in place when it is complete; `-` is standard output."""
    if output == STDOUT:
        yield sys.stdout
        sys.stdout.flush()
        return
    aside = output.with_name(f".{output.name}.{secrets.token_hex(8)}")
    try:
        if output.is_dir():
            raise NotDone(f"{output}: is a folder")
        descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with open(descriptor, "w", encoding="utf-8", newline="") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            os.replace(aside, output)
        finally:
            aside.unlink(missing_ok=True)
    except OSError as error:
        raise NotDone(f"{output}: cannot be written: {error.strerror}") from None
