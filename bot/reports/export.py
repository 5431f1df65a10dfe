"""The exported tables: which there are, in which formats, and how they are written. Columns are promises (interface).

A table gives its rows one by one, so that a whole trial fits. Values are codes, the same in both languages.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from sqlmodel import Session

from bot.record import NotDone
from bot.reports import (
    allocation,
    analysis_participant,
    analysis_weekly,
    answers,
    check_ins,
    codebook,
    concerns,
    definitions,
    doses,
    format_csv,
    format_json,
    identities,
    messages,
    trail,
    visits,
)
from bot.reports.cells import Row
from bot.reports.columns import Column, names
from bot.reports.destination import STDOUT, as_text, destination

STUDY = "study"
"""Everything at once."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its columns in order, and its rows by (session, now, whether an investigator asks)."""

    columns: tuple[Column, ...]
    rows: Callable[[Session, datetime, bool], Iterator[Row]]


TABLES: Mapping[str, Table] = {
    "answers": Table(answers.COLUMNS, answers.rows),
    "checkins": Table(check_ins.COLUMNS, check_ins.rows),
    "concerns": Table(concerns.COLUMNS, concerns.rows),
    "doses": Table(doses.COLUMNS, doses.rows),
    "visits": Table(visits.COLUMNS, visits.rows),
    "messages": Table(messages.COLUMNS, messages.rows),
    "allocation": Table(allocation.COLUMNS, allocation.rows),
    "trail": Table(trail.COLUMNS, trail.rows),
    "analysis-weekly": Table(analysis_weekly.COLUMNS, analysis_weekly.rows),
    "analysis-participant": Table(analysis_participant.COLUMNS, analysis_participant.rows),
    "questions": Table(definitions.COLUMNS, definitions.rows),
    "codebook": Table(codebook.COLUMNS, codebook.rows),
}

Watch = Callable[[str, Iterator[Row]], Iterator[Row]]
"""Looks on while the rows of a table pass, to say how far it is."""


def unwatched(table: str, rows: Iterator[Row]) -> Iterator[Row]:
    return rows


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be exported. `investigator`: with the arm and what only doctors may read. `watermark`: with who the
    participants are, each row marked so."""

    table: str
    now: datetime
    investigator: bool = False
    watermark: str | None = None
    watch: Watch = unwatched
    lines: bool = False
    """One record a line, where a format has that (FHIR: NDJSON in place of a bundle)."""

    def columns(self, table: str) -> tuple[Column, ...]:
        """The columns of one of the tables."""
        return TABLES[table].columns

    def rows(self, session: Session, table: str) -> tuple[tuple[Column, ...], Iterator[Row]]:
        """The columns and rows of one of the tables."""
        chosen = TABLES[table]
        columns, rows = chosen.columns, chosen.rows(session, self.now, self.investigator)
        if self.watermark is not None and any(column.name == "participant" for column in columns):
            columns, rows = columns + identities.COLUMNS, identities.identified(session, rows, self.watermark)
        return columns, self.watch(table, rows)


def _csv(session: Session, wanted: Wanted, file: BinaryIO) -> int:
    columns, rows = wanted.rows(session, wanted.table)
    with as_text(file) as text:
        return format_csv.write(text, names(columns), rows)


def _json(session: Session, wanted: Wanted, file: BinaryIO) -> int:
    if wanted.table == STUDY:
        from bot.reports import study_json

        return study_json.write(session, wanted, file)
    columns, rows = wanted.rows(session, wanted.table)
    with as_text(file) as text:
        return format_json.write(text, names(columns), rows)


def _xlsx(session: Session, wanted: Wanted, file: BinaryIO) -> int:
    from bot.reports import format_xlsx

    chosen = [name for name in TABLES if name != "codebook"] if wanted.table == STUDY else [wanted.table]
    return format_xlsx.write(file, {name: wanted.rows(session, name) for name in chosen})


OF_PARTICIPANTS = (
    "answers", "checkins", "concerns", "doses", "visits", "allocation", "analysis-weekly", "analysis-participant"
)  # fmt: skip
"""Tables whose every row is a participant's: clinical data, for ODM and REDCap."""


def _odm(session: Session, wanted: Wanted, file: BinaryIO) -> int:
    from bot.reports import format_odm

    return format_odm.write(session, wanted, file, OF_PARTICIPANTS if wanted.table == STUDY else (wanted.table,))


def _fhir(session: Session, wanted: Wanted, file: BinaryIO) -> int:
    from bot.reports import format_fhir

    return format_fhir.write(session, wanted, file, lines=wanted.lines)


def _redcap(session: Session, wanted: Wanted, file: BinaryIO) -> int:
    from bot.reports import format_redcap

    return format_redcap.write(session, wanted, file, OF_PARTICIPANTS if wanted.table == STUDY else (wanted.table,))


@dataclass(frozen=True, slots=True)
class Format:
    """A format: how it is written (and how many rows or records that made), and of which tables; None is of all.
    `binary`: nothing for a terminal."""

    write: Callable[[Session, Wanted, BinaryIO], int]
    tables: frozenset[str] | None = None
    binary: bool = False


FORMATS: Mapping[str, Format] = {
    "csv": Format(_csv, frozenset(TABLES)),
    "json": Format(_json),
    "xlsx": Format(_xlsx, binary=True),
    "odm": Format(_odm, frozenset({*OF_PARTICIPANTS, STUDY})),
    "redcap": Format(_redcap, frozenset({*OF_PARTICIPANTS, STUDY}), binary=True),
    "fhir": Format(_fhir, frozenset({"answers", "doses", STUDY})),
}


def refuse_unfit(table: str, format: str, output: Path, terminal: bool) -> None:
    """Raises NotDone for a table that this format does not have, and for bytes that would go to a terminal."""
    chosen = FORMATS[format]
    if chosen.tables is not None and table not in chosen.tables:
        raise NotDone(f"{table}: not to be had as {format}; as {format} there are {', '.join(sorted(chosen.tables))}")
    if chosen.binary and output == STDOUT and terminal:
        raise NotDone(f"{format} is nothing for a terminal: name a file with --output")


def write(
    session: Session,
    table: str,
    format: str,
    output: Path,
    now: datetime,
    *,
    investigator: bool = False,
    watermark: str | None = None,
    watch: Watch = unwatched,
) -> int:
    """Write a table to a file, whole or not at all, or to standard output; how many rows. Raises NotDone."""
    wanted = Wanted(table, now, investigator, watermark, watch, lines=output.suffix == ".ndjson")
    with destination(output) as file:
        return FORMATS[format].write(session, wanted, file)
