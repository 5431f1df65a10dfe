"""Engines for the many databases of a test process: what SQLAlchemy has compiled for one serves them all.

It keeps compiled statements by engine and by dialect object, so that a new database would have every statement
compiled anew: a fifth of the time of the tests of the service.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.engine.interfaces import Dialect

from bot.database import is_sqlite, open_database

_dialects: dict[str, Dialect] = {}
_compiled: dict[Any, Any] = {}


def engine_for(url: str) -> Engine:
    """The engine of a database with tables, which does not wait for the disk: `test_database` is about power cuts."""
    engine = open_database(url)
    if is_sqlite(engine):
        event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous=OFF"))
    engine.connect().close()  # the dialect gets to know its database
    engine.dialect = _dialects.setdefault(engine.dialect.name, engine.dialect)
    engine.update_execution_options(compiled_cache=_compiled)
    return engine
