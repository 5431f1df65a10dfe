"""CSV, UTF-8 with a header. A spreadsheet that opens it runs nothing of it (faults 40)."""

import csv
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TextIO

from bot.reports.cells import Cell, Row
from conversations.plans import plain

DANGEROUS = tuple("=+-@\t\r\n\0＝＋－＠")
"""A text that begins with one of these would be a formula for some spreadsheet."""


def write(file: TextIO, columns: Sequence[str], rows: Iterator[Row]) -> int:
    """Write the table; how many rows it had."""
    writer = csv.writer(file)
    writer.writerow(columns)
    count = 0
    for row in rows:
        writer.writerow([_cell(row[column]) for column in columns])
        count += 1
    return count


def _cell(value: Cell) -> str:
    """Numbers are ours and stay as they are; a text that could be a formula gets an apostrophe before it."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case Decimal():
            return plain(value)
    return harmless(value)


def harmless(text: str) -> str:
    """The text with an apostrophe before it, if it could be a formula."""
    return f"'{text}" if text.startswith(DANGEROUS) else text
