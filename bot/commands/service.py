"""`anhao run`, `migrate`, `web`, `worker`: what the Procfile and an operator start."""

from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from bot.settings import Settings


def run() -> None:
    """Web and worker in one process: everything, with SQLite or PostgreSQL."""
    from bot.commands.installation import refusals
    from bot.settings import load_settings

    with refusals():
        settings = load_settings()
        from bot.commands.run import run as serve

        raise typer.Exit(serve(settings))


def migrate() -> None:
    """Bring the database's tables to this version, before web and worker start."""
    from bot import database, vault
    from bot.commands.installation import open_engine, refusals, set_up_log
    from bot.commands.output import note
    from bot.settings import load_settings

    with refusals():
        settings = load_settings()
        set_up_log(settings, serving=False)
        engine = open_engine(settings)
        try:
            database.migrate(engine)
            database.check_key(engine, vault.opened())
        finally:
            engine.dispose()
    note("The tables are those of this version.")


def worker() -> None:
    """Poll, send and keep time; needs PostgreSQL."""
    from bot.commands.installation import refusals

    with refusals():
        settings = _needing_postgresql("worker")
        from bot.commands.run import run as serve

        raise typer.Exit(serve(settings, web=False))


def web() -> None:
    """Serve the pages; needs PostgreSQL."""
    from bot.commands.installation import refusals

    with refusals():
        settings = _needing_postgresql("web")
        from bot.commands.run import run as serve

        raise typer.Exit(serve(settings, worker=False))


def _needing_postgresql(command: str) -> "Settings":
    """The settings, unless the database is SQLite, which one process owns."""
    from bot.record import NotDone
    from bot.settings import load_settings

    settings = load_settings()
    if settings.is_sqlite:
        raise NotDone(
            f"anhao {command} needs PostgreSQL (DATABASE_URL); with SQLite anhao run is web and worker in one"
        )
    return settings
