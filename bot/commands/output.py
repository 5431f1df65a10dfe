"""What commands print: data on standard output, as one JSON document or as lines to read; notes on standard error."""

import json
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

Record = Mapping[str, Any]


def note(text: str) -> None:
    """A line for whoever watches; never part of the data."""
    print(text, file=sys.stderr, flush=True)


def plain(value: Any) -> Any:
    """The value as JSON can hold it: instants ISO 8601 in UTC, days and hours as they are written."""
    match value:
        case datetime():
            return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        case date():
            return value.isoformat()
        case time():
            return f"{value:%H:%M}"
        case Decimal():
            return format(value, "f")
        case Mapping():
            return {name: plain(one) for name, one in value.items()}
        case list() | tuple():
            return [plain(one) for one in value]
    return value


def show(data: Record | Sequence[Record], as_json: bool) -> None:
    """Print a record as `name: value` lines, a list of records as a table, or either as one JSON document."""
    ready = plain(data)
    if as_json:
        print(json.dumps(ready, ensure_ascii=False))
    elif isinstance(ready, dict):
        _print_record(ready, "")
    else:
        _print_table(ready)


def _print_record(record: Record, indent: str) -> None:
    for name, value in record.items():
        match value:
            case dict():
                print(f"{indent}{name}:")
                _print_record(value, indent + "  ")
            case [{}, *_]:
                print(f"{indent}{name}:")
                for one in value:
                    print(f"{indent}  " + ", ".join(f"{key} {_cell(part)}" for key, part in one.items()))
            case _:
                print(f"{indent}{name}: {_cell(value)}")


def _print_table(rows: Sequence[Record]) -> None:
    if not rows:
        note("Nothing to show.")
        return
    lines = [list(rows[0]), *([_cell(value) for value in row.values()] for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    for line in lines:
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())


def _cell(value: Any) -> str:
    if value is None or value == []:
        return "-"
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
