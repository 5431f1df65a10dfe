"""The running service put together: settings, log, keys, database, then everything that runs until told to stop."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvloop

from bot import database
from bot.commands.installation import bring_up, now, open_engine, set_up_log
from bot.languages import languages
from bot.running import serve
from bot.settings import Settings


def run(settings: Settings) -> int:
    """Serve until SIGTERM or SIGINT; the exit status. Refused (DatabaseError) for a damaged or an occupied database."""
    set_up_log(settings, serving=True)
    engine = open_engine(settings)
    try:
        with _alone(settings, engine.url.database or ""):
            if not database.is_sound(engine):
                raise database.DatabaseError(
                    "the database file is damaged: restore the last backup; nothing was started"
                )
            bring_up(settings, engine)
            uvloop.run(serve(engine, settings, languages(), now))
    finally:
        engine.dispose()
    return 0


@contextmanager
def _alone(settings: Settings, path: str) -> Iterator[None]:
    """With SQLite one process is the whole service: a second one is refused. Released however this one ends."""
    if not settings.is_sqlite:
        yield
        return
    with Path(f"{path}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise database.DatabaseError("this database is served by another anhao run already") from None
        yield
