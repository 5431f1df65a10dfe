"""A workbook: typed cells, a header that stays in view, a sheet for the codebook in both languages.

Rows are written as they come, so memory stays small. A text that would be a formula for some spreadsheet gets an
apostrophe before it, as in CSV (fault 40); what a sheet cannot hold is marked in its place, and whole in CSV and JSON.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime, time
from decimal import Decimal
from tempfile import TemporaryDirectory
from typing import BinaryIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from bot.reports import codebook
from bot.reports.cells import Cell, Row
from bot.reports.columns import Column, Kind
from bot.reports.format_csv import harmless

MOST_ROWS = 1_048_576
"""Rows of a sheet at most, its header included (Excel's limit)."""
LONGEST = 32_767
"""Characters of a cell at most, an emoji for two (Excel's limit)."""
CUT = "… (cut here; the export as CSV or JSON has all of it)"
PICTURES: Mapping[Kind, str] = {"instant": "yyyy-mm-dd hh:mm:ss.000", "day": "yyyy-mm-dd", "hour": "hh:mm"}

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


class Workbook:
    """One workbook being written. Close it within the `with`, by `close`."""

    def __init__(self, file: BinaryIO, aside: str, most_rows: int = MOST_ROWS) -> None:
        options = {"constant_memory": True, "tmpdir": aside, "strings_to_formulas": False, "strings_to_urls": False}
        self._book = xlsxwriter.Workbook(file, options)
        self._head = self._book.add_format({"bold": True, "bottom": 1})
        self._as = {kind: self._book.add_format({"num_format": picture}) for kind, picture in PICTURES.items()}
        self._most_rows = most_rows

    def table(self, name: str, columns: Sequence[Column], rows: Iterator[Row]) -> int:
        """Write a table; how many rows it had. Beyond what a sheet holds it goes on in another: “answers (2)”."""
        count, number = 0, 0
        sheet = self._sheet(name, number, columns)
        for row in rows:
            if count and count % (self._most_rows - 1) == 0:
                number += 1
                sheet = self._sheet(name, number, columns)
            at = count % (self._most_rows - 1) + 1
            for place, column in enumerate(columns):
                self._cell(sheet, at, place, column.kind, row[column.name])
            count += 1
        return count

    def close(self) -> None:
        self._book.close()

    def give_up(self) -> None:
        """Let go of the rows that were put aside; nothing is written any more."""
        for sheet in self._book.worksheets():
            with suppress(OSError):  # what was still to be flushed has no room
                sheet.row_data_fh.close()

    def _sheet(self, name: str, number: int, columns: Sequence[Column]) -> Worksheet:
        sheet = self._book.add_worksheet(f"{name} ({number + 1})" if number else name)
        sheet.freeze_panes(1, 0)
        for place, column in enumerate(columns):
            sheet.set_column(place, place, max(10, min(40, len(column.name) + 2)))
        for place, column in enumerate(columns):
            sheet.write_string(0, place, column.name, self._head)
        return sheet

    def _cell(self, sheet: Worksheet, row: int, place: int, kind: Kind, value: Cell) -> None:
        shape: Format | None = self._as.get(kind)
        match value:
            case None:
                return
            case bool():
                sheet.write_boolean(row, place, value)
            case int() | Decimal():
                sheet.write_number(row, place, float(value))
            case str() if kind == "instant":
                sheet.write_datetime(row, place, datetime.fromisoformat(value).replace(tzinfo=None), shape)
            case str() if kind == "day":
                sheet.write_datetime(row, place, date.fromisoformat(value), shape)
            case str() if kind == "hour":
                sheet.write_datetime(row, place, time.fromisoformat(value), shape)
            case str():
                sheet.write_string(row, place, fitting(value))


def fitting(text: str) -> str:
    """The text as a cell can hold it."""
    plain = harmless(_CONTROL.sub("\N{REPLACEMENT CHARACTER}", text))
    units = plain.encode("utf-16-le")
    if len(units) // 2 <= LONGEST:
        return plain
    return units[: 2 * (LONGEST - len(CUT))].decode("utf-16-le", "ignore") + CUT


def write(file: BinaryIO, tables: Mapping[str, tuple[Sequence[Column], Iterator[Row]]]) -> int:
    """One workbook with a sheet (or more) for each table and the codebook of all; how many rows the tables had."""
    with TemporaryDirectory(prefix="anhao-") as aside:  # mode 0700, and gone whatever happens
        book = Workbook(file, aside)
        try:
            count = sum(book.table(name, columns, rows) for name, (columns, rows) in tables.items())
            if "codebook" not in tables:
                of_all = codebook.rows_of({name: columns for name, (columns, _) in tables.items()})
                book.table("codebook", codebook.COLUMNS, of_all)
            book.close()
        finally:
            book.give_up()
    return count
