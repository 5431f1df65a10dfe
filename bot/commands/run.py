"""The running service put together: settings, log, keys, database, then everything that runs until told to stop."""

import fcntl
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvloop

from bot import database
from bot.commands.installation import bring_up, now, open_engine, set_up_log
from bot.languages import languages
from bot.running import serve
from bot.serving import listen
from bot.settings import Settings


def run(settings: Settings, *, web: bool = True, worker: bool = True) -> int:
    """Serve until SIGTERM or SIGINT; the exit status. Refused (DatabaseError) for a damaged or an occupied database,
    (NotDone) for a port that is taken."""
    set_up_log(settings, serving=True)
    engine = open_engine(settings)
    try:
        with alone(settings, engine.url.database or ""), _listening(settings, web) as listening:
            if not database.is_sound(engine):
                raise database.DatabaseError(
                    "the database file is damaged: restore the last backup; nothing was started"
                )
            bring_up(settings, engine)
            uvloop.run(serve(engine, settings, languages(), now, listening, worker=worker))
    finally:
        engine.dispose()
    return 0


@contextmanager
def _listening(settings: Settings, web: bool) -> Iterator[socket.socket | None]:
    """The port of the pages, where this process serves them."""
    if not web:
        yield None
        return
    with listen(settings) as listening:
        yield listening


@contextmanager
def alone(settings: Settings, path: str) -> Iterator[None]:
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
