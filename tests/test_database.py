"""How the database is opened, and that its tables are those that the program was written for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from bot import vault
from bot.database import DatabaseError, check_key, is_current, is_sound, migrate, open_database, transaction
from bot.models import METADATA, Identity, Participant

NOW = datetime(2026, 3, 5, 12, 0, tzinfo=UTC)
KEY = vault.Vault(b"k" * 32)


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    vault.unlock(KEY)
    engine = open_database(database_url)
    yield engine
    engine.dispose()


def _participant(code: str) -> Participant:
    return Participant(code=code, status="active", language="zh", zone="Asia/Shanghai", hour=time(20), created_at=NOW)


def test_migrations_make_exactly_the_tables_of_the_models(engine: Engine) -> None:
    """A forgotten migration shows here, on both databases."""
    assert not is_current(engine)
    migrate(engine)

    assert is_current(engine)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []


def test_migrating_twice_changes_nothing(engine: Engine) -> None:
    migrate(engine)
    migrate(engine)

    assert is_current(engine)


def test_a_transaction_that_raises_leaves_nothing(engine: Engine) -> None:
    """Fault 3: killed or failed in the middle, all of it is undone."""
    migrate(engine)

    def fails() -> None:
        with transaction(engine) as session:
            session.add(_participant("P-001"))
            session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails()

    with transaction(engine) as session:
        assert session.exec(select(Participant)).all() == []


def test_a_code_belongs_to_one_participant(engine: Engine) -> None:
    migrate(engine)
    with transaction(engine) as session:
        session.add(_participant("P-001"))

    with pytest.raises(IntegrityError), transaction(engine) as session:
        session.add(_participant("P-001"))


def test_times_come_back_aware_and_in_utc(engine: Engine) -> None:
    migrate(engine)
    with transaction(engine) as session:
        session.add(_participant("P-001"))

    with transaction(engine) as session:
        assert session.exec(select(Participant.created_at)).one() == NOW


def test_an_identity_is_unreadable_in_the_file(engine: Engine) -> None:
    """Phone numbers stand sealed in the database, and readable only through the vault."""
    migrate(engine)
    with transaction(engine) as session:
        participant = _participant("P-001")
        session.add(participant)
        session.flush()
        session.add(Identity(participant_id=participant.id, phone="13800001111"))

    with engine.connect() as connection:
        stored = bytes(connection.execute(text("SELECT phone FROM identity")).scalar_one())
    assert b"13800001111" not in stored
    with transaction(engine) as session:
        assert session.exec(select(Identity.phone)).one() == "13800001111"


def test_another_data_key_is_refused(engine: Engine) -> None:
    """Nothing is started with a key that cannot read what is there."""
    migrate(engine)
    check_key(engine, KEY)
    check_key(engine, KEY)

    with pytest.raises(DatabaseError, match="DATA_KEY"):
        check_key(engine, vault.Vault(b"x" * 32))


def test_sqlite_flushes_every_commit_to_disk(sqlite_url: str) -> None:
    """Fault 8: a confirmed answer outlives a power cut."""
    engine = open_database(sqlite_url)
    with engine.connect() as connection:
        settings = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    engine.dispose()

    assert settings == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 5000}


def test_a_damaged_file_is_noticed(sqlite_url: str) -> None:
    """Fault 12: bytes that flipped on the disk."""
    engine = open_database(sqlite_url)
    migrate(engine)
    assert is_sound(engine)
    engine.dispose()
    path = sqlite_url.removeprefix("sqlite:///")
    with Path(path).open("r+b") as file:
        file.seek(4096 * 3)
        file.write(b"\xff" * 4096 * 4)

    engine = open_database(sqlite_url)
    try:
        assert not is_sound(engine)
    finally:
        engine.dispose()
