"""Opens this installation for a command: settings, log, keys, database. And turns refusals into one line and a status.

Exit 1: refused, nothing was changed. Exit 2: a setting is wrong or missing, nothing was started.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import typer
from alembic.util.exc import CommandError
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from bot import database, logs, vault
from bot.commands.output import note
from bot.record import NotDone
from bot.settings import SettingError, Settings, load_settings


def now() -> datetime:
    """The real clock: only commands look at it, and hand the instant inward."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Installation:
    """One study on this machine, opened."""

    settings: Settings
    engine: Engine

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        with database.transaction(self.engine) as session:
            yield session


@contextmanager
def refusals() -> Iterator[None]:
    """One line on standard error and an exit status for whatever is refused inside."""
    try:
        yield
    except SettingError as error:
        _refuse(str(error), 2)
    except (NotDone, database.DatabaseError, vault.VaultError) as error:
        _refuse(str(error), 1)
    except CommandError as error:
        _refuse(f"the database's tables are not known to this version of anhao: {error}", 1)
    except DBAPIError as error:
        said = str(error.orig).strip().splitlines()  # never the statement, never its parameters
        _refuse(f"the database cannot be used: {said[0] if said else type(error.orig).__name__}", 1)


def _refuse(line: str, status: int) -> None:
    note(" ".join(line.split()))
    raise typer.Exit(status)


@contextmanager
def installation(*, serving: bool = False) -> Iterator[Installation]:
    """The installation, with tables that are current; closed afterwards. `serving`: the log at its own level."""
    with refusals():
        settings = load_settings()
        set_up_log(settings, serving=serving)
        engine = open_engine(settings)
        try:
            bring_up(settings, engine)
            yield Installation(settings, engine)
        finally:
            engine.dispose()


def set_up_log(settings: Settings, *, serving: bool) -> None:
    """A service logs as its setting says; a command that ends at once only what went wrong."""
    quiet = not serving and settings.log_level in ("DEBUG", "INFO")
    logs.set_up("WARNING" if quiet else settings.log_level, settings.secret_values())


def open_engine(settings: Settings) -> Engine:
    """The engine and the open vault. A new SQLite file can be read by nobody else."""
    vault.unlock(vault.Vault(settings.data_key_bytes))
    engine = database.open_database(settings.database_url.get_secret_value())
    if settings.is_sqlite and not (path := Path(engine.url.database or "")).exists():
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
    return engine


def bring_up(settings: Settings, engine: Engine) -> None:
    """SQLite's tables are made and brought up to date; PostgreSQL's are only looked at. The key must fit."""
    if not database.is_current(engine):
        if not settings.is_sqlite:
            raise database.DatabaseError("the database's tables are not those of this version: run anhao migrate")
        database.migrate(engine)
    database.check_key(engine, vault.opened())
