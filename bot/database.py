"""The one database: how it is opened, how a transaction begins, and how its tables come to be.

SQLite: WAL, every commit flushed to disk, one writer at a time by `BEGIN IMMEDIATE`. PostgreSQL: READ
COMMITTED, with the unique keys and row locks deciding.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from sqlite3 import Connection as SQLiteConnection
from typing import Any

from sqlalchemy import Connection, Engine, event, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DatabaseError as DamagedError
from sqlmodel import Session, create_engine

from bot.models import Installation
from bot.vault import Vault, key_check_value, matches

MIGRATIONS = Path(__file__).parent / "migrations"
BUSY_MS = 5_000
"""How long a writer waits for another one's lock before it gives up, in milliseconds."""


class DatabaseError(Exception):
    """The database cannot be used as it is. The message is one line for an operator."""


def open_database(url: str) -> Engine:
    """An engine for `sqlite:///path` or `postgresql+psycopg://…`. Connects only when first used."""
    if make_url(url).get_backend_name() == "sqlite":
        engine = create_engine(
            url, hide_parameters=True, connect_args={"check_same_thread": False, "timeout": BUSY_MS / 1000}
        )
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_immediate)
        return engine
    return create_engine(
        url,
        pool_size=10,
        pool_pre_ping=True,
        hide_parameters=True,
        connect_args={
            "connect_timeout": 5,
            "options": "-c statement_timeout=5s -c idle_in_transaction_session_timeout=10s",
        },
    )


def is_sqlite(engine: Engine) -> bool:
    return engine.dialect.name == "sqlite"


def _prepare_sqlite(connection: SQLiteConnection, _record: Any) -> None:
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={BUSY_MS}"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def hurry(engine: Engine) -> None:
    """Do not wait for the disk: for an SQLite file that is thrown away where its making is interrupted."""
    event.listen(engine, "connect", lambda connection, _record: connection.execute("PRAGMA synchronous=OFF"))


@contextmanager
def transaction(engine: Engine) -> Iterator[Session]:
    """One transaction: committed when the block ends, rolled back when it raises."""
    with Session(engine, expire_on_commit=False) as session, session.begin():
        yield session


def migrate(engine: Engine, revision: str = "head") -> None:
    """Bring the tables to this version of the program, in one transaction."""
    from alembic import command  # takes as long to import as everything else takes to start
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def is_current(engine: Engine) -> bool:
    """Whether the tables are those that this program was written for: the newest migration was the last one run."""
    newest = max(path.name.partition("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return False
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == newest


def check_key(engine: Engine, vault: Vault) -> None:
    """Refuse a data key that did not seal this database; on the first start remember which one does."""
    with transaction(engine) as session:
        stored = session.get(Installation, "data_key")
        if stored is None:
            session.add(Installation(name="data_key", value=key_check_value(vault)))
        elif not matches(vault, stored.value):
            raise DatabaseError("DATA_KEY is not the key that this database was sealed with; nothing was started")


def is_sound(engine: Engine) -> bool:
    """SQLite's own quick check of its file; PostgreSQL watches over its own."""
    if not is_sqlite(engine):
        return True
    try:
        with engine.connect() as connection:
            return connection.execute(text("PRAGMA quick_check")).scalar() == "ok"
    except DamagedError:
        return False
