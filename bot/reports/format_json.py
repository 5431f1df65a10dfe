"""JSON: one array, one object a row, everything as it was kept."""

import json
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TextIO

from bot.reports.cells import Row


def write(file: TextIO, columns: Sequence[str], rows: Iterator[Row]) -> int:
    """Write the table; how many rows it had."""
    count = 0
    file.write("[")
    for row in rows:
        ordered = {column: row[column] for column in columns}
        file.write(",\n" if count else "\n")
        file.write(json.dumps(ordered, ensure_ascii=False, default=_number))
        count += 1
    file.write("\n]\n")
    return count


def _number(value: Decimal) -> int | float:
    """A dose has few digits: the float is written as the decimal was."""
    return int(value) if value == value.to_integral_value() else float(value)
