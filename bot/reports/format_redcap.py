"""REDCap: a data dictionary and a file to import, in one ZIP with the list of instruments that repeat.

What each check-in holds now stands in the instrument of its questionnaire; what it held before, and what was skipped or
never asked, in “answer_history”. Values that a spreadsheet could run get an apostrophe before them, as in CSV.
"""

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import groupby
from typing import Any, BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile

from sqlmodel import Session

from bot.reports.cells import Cell, Row
from bot.reports.export import Wanted
from bot.reports.format_csv import harmless
from bot.reports.redcap_fields import (
    HISTORY,
    RECORD,
    Field,
    dictionary,
    history_fields,
    questionnaire_fields,
    table_fields,
)
from conversations.plans import plain
from conversations.questionnaires import ALL

BEFORE = (RECORD, "redcap_repeat_instrument", "redcap_repeat_instance")
COMPLETE = "2"
"""REDCap's code for a form that is complete; 1 is unverified, 0 incomplete."""

HOW = """1. data_dictionary.csv: Project Setup > Data Dictionary > Upload.
2. repeating_instruments.csv: Project Setup > Repeating instruments: switch these on.
3. import.csv: Data Import Tool, with rows as records and dates as Y-M-D.
上传顺序：先数据字典，再打开重复工具，最后导入数据。
"""

Values = dict[str, str]
Line = tuple[str, str, Values]
"""Whose it is, of which instrument, and the values by column."""


def write(session: Session, wanted: Wanted, file: BinaryIO, tables: Sequence[str]) -> int:
    """Write the ZIP; how many lines there are to import."""
    of_tables = {table: table_fields(table, wanted.columns(table)) for table in tables if table != "answers"}
    fields = [field for one in of_tables.values() for field in one.values()]
    if "answers" in tables:
        fields = [field for id in ALL for field in questionnaire_fields(id).values()] + [
            *history_fields().values(),
            *fields,
        ]
    forms = list(dict.fromkeys(field.form for field in fields))
    with ZipFile(file, "w", ZIP_DEFLATED) as together:
        together.writestr("README.txt", HOW)
        with _table(together, "data_dictionary.csv") as put:
            for line in dictionary(fields):
                put(line)
        with _table(together, "repeating_instruments.csv") as put:
            put(["form_name", "custom_form_label"])
            for form in forms:
                put([form, ""])
        return _import(together, fields, forms, _lines(session, wanted, tables, of_tables))


def _import(together: ZipFile, fields: Sequence[Field], forms: Sequence[str], lines: Iterator[Line]) -> int:
    columns = [*BEFORE, *(column for field in fields for column in field.columns), *(f"{f}_complete" for f in forms)]
    count, instances = 0, Counter[tuple[str, str]]()
    with _table(together, "import.csv") as put:
        put(columns)
        for code, form, values in lines:
            instances[code, form] += 1
            known = {RECORD: code, BEFORE[1]: form, BEFORE[2]: str(instances[code, form]), f"{form}_complete": COMPLETE}
            known |= values
            put([known.get(column, "") for column in columns])
            count += 1
    return count


def _lines(
    session: Session, wanted: Wanted, tables: Sequence[str], of_tables: Mapping[str, Mapping[str, Field]]
) -> Iterator[Line]:
    for table in tables:
        rows = wanted.rows(session, table)[1]
        if table == "answers":
            for _, found in groupby(rows, key=lambda row: (row["participant"], row["occurrence"])):
                yield from _check_in(list(found))
            continue
        for row in rows:
            fields = of_tables[table]
            values = {field.name: _text(row[column], field.validation) for column, field in fields.items()}
            yield str(row["participant"]), next(iter(fields.values())).form, values


def _check_in(rows: list[Row]) -> Iterator[Line]:
    """What a check-in holds now, then its history."""
    code, questionnaire = str(rows[0]["participant"]), str(rows[0]["questionnaire"])
    fields, last = questionnaire_fields(questionnaire), rows[-1]
    about: dict[str, Cell] = {
        name: last[name] for name in ("version", "occurrence", "study_day", "language", "channel")
    }
    about["answered_at"] = max((str(row["answered_at"]) for row in rows if row["answered_at"]), default=None)
    about |= {mark: any(bool(row[mark]) for row in rows) for mark in ("late", "proxy")}
    about["corrected"] = any(row["supersedes"] for row in rows)
    values: Values = {}
    for name, value in about.items():
        field = fields[f"~{name}"]
        values[field.name] = _text(value, field.validation)
    current = {str(row["question"]): row for row in rows}
    for question, row in current.items():
        if row["state"] == "answered" and row["value"] is not None:
            values |= _answer(fields, question, str(row["value"]))
    yield code, questionnaire, values
    for row in rows:
        if row["state"] != "answered" or current[str(row["question"])] is not row:
            history = history_fields()
            yield code, HISTORY, {field.name: _text(row[name], field.validation) for name, field in history.items()}


def _answer(fields: Mapping[str, Field], question: str, value: str) -> Values:
    field, unknown = fields[question], fields.get(f"{question} unknown")
    if field.kind == "checkbox":
        codes = value.split("|")
        return {f"{field.name}___{code}": "1" if code in codes else "0" for code, _ in field.codes}
    if unknown is not None:
        is_number = value.replace(".", "", 1).isdigit()
        return {field.name: value, unknown.name: "0"} if is_number else {unknown.name: "1"}
    return {field.name: _text(value, field.validation)}


def _text(value: Cell, validation: str) -> str:
    """The value as REDCap imports it."""
    match value:
        case None:
            return ""
        case bool():
            return "1" if value else "0"
        case int():
            return str(value)
        case str() if validation == "datetime_seconds_ymd":
            return value.replace("T", " ")[:19]
        case str():
            return harmless(value.replace("\0", "\N{REPLACEMENT CHARACTER}"))
    return plain(value)


@contextmanager
def _table(together: ZipFile, name: str) -> Iterator[Callable[[list[str]], Any]]:
    """A CSV file within the ZIP, written as the lines come."""
    with (
        together.open(name, "w") as member,
        io.TextIOWrapper(member, encoding="utf-8", errors="replace", newline="") as t,
    ):
        yield csv.writer(t).writerow
