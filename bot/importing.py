"""A study that was exported as JSON goes into an empty database: as a whole, or not at all."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from sqlalchemy import Table, func, insert, select, text
from sqlmodel import Session

from bot import vault
from bot.models import Installation
from bot.models.base import Row
from bot.record import Author, NotDone
from bot.reports.study_json import KIND, MADE_ANEW, VERSION, Document, NotAStudy, tables

BATCH = 500
"""Records that are put in at once."""

EMPTY = {"address.value": "", "inbound.raw": ""}
"""What stands in for what was withheld, where a column may not be empty."""


CONTINUE = """SELECT setval(sequence, newest) FROM (SELECT pg_get_serial_sequence('"{table}"', 'id') AS sequence,
(SELECT max(id) FROM "{table}") AS newest) AS found WHERE sequence IS NOT NULL AND newest > 0"""


def take_in(session: Session, path: Path, author: Author) -> int:
    """Put every record of the file into the empty database of this session; how many. Raises NotDone, and then the
    transaction has to be given up."""
    by_name = {table.name: table for table in tables()}
    _refuse_unless_empty(session, list(by_name.values()))
    count = 0
    try:
        with path.open(encoding="utf-8") as file:
            document = Document(file)
            head = document.head()
            if head.get("kind") != KIND:
                raise NotAStudy("no study that was exported as JSON")
            if head.get("version") != VERSION:
                raise NotDone(f"{path}: is of version {head.get('version')}, and this program reads {VERSION}")
            for name, records in _together(document.records()):
                if name not in by_name:
                    raise NotDone(f"{path}: has a table {name!r}, which this version of anhao does not know")
                table = by_name[name]
                session.connection().execute(insert(table), [_row(path, table, record) for record in records])
                count += len(records)
    except OSError as error:
        raise NotDone(f"{path}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise NotDone(f"{path}: is not UTF-8 text") from None
    except NotAStudy as error:
        hint = "; one table alone cannot be taken in: anhao export study --format json"
        raise NotDone(f"{path}: {error}{hint}") from None
    _count_on(session, list(by_name.values()))
    said = f"{author.now.isoformat()} by {author.by}, {count} records"
    session.add(Installation(name="imported", value=said))
    return count


def _refuse_unless_empty(session: Session, all_tables: Sequence[Table]) -> None:
    for table in all_tables:
        if session.connection().execute(select(func.count()).select_from(table)).scalar():
            raise NotDone(f"the database is not empty (there are rows in {table.name}): an import needs a new one")


def _together(records: Iterator[tuple[str, Any]]) -> Iterator[tuple[str, list[Any]]]:
    """The records in heaps of one table each."""
    name, heap = "", list[Any]()
    for table, record in records:
        if heap and (table != name or len(heap) == BATCH):
            yield name, heap
            heap = []
        name = table
        heap.append(record)
    if heap:
        yield name, heap


def _row(path: Path, table: Table, record: Any) -> dict[str, Any]:
    """The record with the types of its table; what was withheld is filled in. Raises NotDone without its content."""
    wanted = {column.name for column in table.columns if f"{table.name}.{column.name}" not in MADE_ANEW}
    if not isinstance(record, dict) or set(record) != wanted:
        raise NotDone(f"{path}: a record of {table.name} has other columns than this version of anhao")
    filled = {name: EMPTY.get(f"{table.name}.{name}") if value is None else value for name, value in record.items()}
    if table.name == "address":
        filled["blind"] = _blind(filled)
    try:
        row = _models()[table.name].model_validate(filled).model_dump()
    except ValidationError:
        row = None
    if row is None:  # outside the except: the error holds what the record says
        raise NotDone(f"{path}: a record of {table.name} does not fit this version of anhao")
    return row


def _blind(address: dict[str, Any]) -> str:
    """The look-up value of an address under this installation's key; of one that was withheld, nothing finds it."""
    if not address["value"]:
        return f"withheld-{address['id']}"
    return vault.opened().blind(f"{address['channel']}:{address['value']}", "address")


def _models() -> dict[str, type[Row]]:
    return {str(model.__tablename__): model for model in Row.__subclasses__()}


def _count_on(session: Session, all_tables: Sequence[Table]) -> None:
    """PostgreSQL numbers new rows after those that came with their numbers; SQLite does so by itself."""
    if session.get_bind().dialect.name != "postgresql":
        return
    for table in all_tables:
        if "id" in table.columns:
            session.connection().execute(text(CONTINUE.format(table=table.name)))
