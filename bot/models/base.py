"""The base of all tables: one metadata whose constraints are named alike on SQLite and PostgreSQL."""

from sqlalchemy import MetaData
from sqlmodel import SQLModel

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Row(SQLModel):
    """A table row; the models inherit from it."""

    metadata = MetaData(naming_convention=NAMES)
