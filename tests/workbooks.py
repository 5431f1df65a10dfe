"""Reads a workbook as the standard says it is kept, with nothing but a ZIP and an XML reader: what was written can be
looked at without the library that wrote it."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

Value = str | float | bool | None
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def sheets(path: Path) -> dict[str, list[list[Value]]]:
    """The rows of each sheet, by its name. Dates are the numbers that they are kept as."""
    with ZipFile(path) as book:
        names = [sheet.get("name", "") for sheet in _tree(book, "xl/workbook.xml").iter(f"{MAIN}sheet")]
        return {name: _rows(_tree(book, f"xl/worksheets/sheet{n}.xml")) for n, name in enumerate(names, 1)}


def formulas(path: Path) -> list[str]:
    """Every formula in the workbook."""
    with ZipFile(path) as book:
        parts = [name for name in book.namelist() if name.startswith("xl/worksheets/")]
        return [f.text or "" for part in parts for f in _tree(book, part).iter(f"{MAIN}f")]


def frozen_rows(path: Path) -> list[str | None]:
    """How many rows stay in view, of each sheet."""
    with ZipFile(path) as book:
        parts = sorted(name for name in book.namelist() if name.startswith("xl/worksheets/sheet"))
        return [pane.get("ySplit") for part in parts for pane in _tree(book, part).iter(f"{MAIN}pane")]


def _tree(book: ZipFile, name: str) -> ElementTree.Element:
    return ElementTree.fromstring(book.read(name))


def _rows(sheet: ElementTree.Element) -> list[list[Value]]:
    found = []
    for row in sheet.iter(f"{MAIN}row"):
        cells: list[Value] = []
        for cell in row.iter(f"{MAIN}c"):
            place = _column(re.sub(r"\d", "", cell.get("r", "")))
            cells += [None] * (place - len(cells)) + [_value(cell)]
        found.append(cells)
    return found


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _value(cell: ElementTree.Element) -> Value:
    if cell.get("t") == "inlineStr":
        return "".join(part.text or "" for part in cell.iter(f"{MAIN}t"))
    value = cell.find(f"{MAIN}v")
    if value is None or value.text is None:
        return None
    return value.text == "1" if cell.get("t") == "b" else float(value.text)
