"""One consistent view of everything, for long reading: it keeps nobody from writing meanwhile."""

from collections.abc import Iterator
from contextlib import contextmanager
from sqlite3 import Connection as SQLiteConnection
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlmodel import Session, create_engine

from bot.database import BUSY_MS, is_sqlite


@contextmanager
def snapshot(engine: Engine) -> Iterator[Session]:
    """A session that reads what was committed when it began, and can write nothing."""
    if is_sqlite(engine):
        reader = create_engine(engine.url, hide_parameters=True)
        event.listen(reader, "connect", _read_only)
        event.listen(reader, "begin", _begin)
        try:
            with Session(reader) as session:
                yield session
        finally:
            reader.dispose()
    else:
        options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        with engine.connect().execution_options(**options) as connection, Session(connection) as session:
            yield session


def _read_only(connection: SQLiteConnection, _record: Any) -> None:
    connection.isolation_level = None
    for pragma in (f"busy_timeout={BUSY_MS}", "query_only=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")
