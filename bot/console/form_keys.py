"""Every form carries a key of its own: we made it, for this link, and it has one effect however often it is sent.

The effect is remembered as an inbound message of the channel “console”, whose unique key is the promise; it keeps,
sealed, where the browser was led, so that a second press ends at the same page.
"""

import hmac
import re
import secrets
from datetime import datetime

from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlmodel import Session, select

from bot.models import Inbound, Link, Staff
from bot.vault import opened

CHANNEL = "console"
_KEY = re.compile(r"[A-Za-z0-9_-]{16}\.[0-9a-f]{32}", re.ASCII)


def new_key(link: Link) -> str:
    """A key for one form on one page of this link."""
    drawn = secrets.token_urlsafe(12)
    return f"{drawn}.{_mark(link, drawn)}"


def is_ours(link: Link, key: str) -> bool:
    """Whether this key was made for a form of this link."""
    drawn, _dot, mark = key.partition(".")
    return _KEY.fullmatch(key) is not None and hmac.compare_digest(mark, _mark(link, drawn))


def taken(session: Session, staff: Staff, key: str, what: str, now: datetime) -> Inbound | None:
    """The row of a form that is sent for the first time; None for one that had its effect."""
    insert = sqlite_insert if session.get_bind().dialect.name == "sqlite" else postgresql_insert
    table = Inbound.__table__  # type: ignore[attr-defined]  # SQLModel does not declare it
    values = {
        "channel": CHANNEL, "external_id": key, "received_at": now, "kind": what, "state": "done", "raw": "",
        "staff_id": staff.id,
    }  # fmt: skip
    statement = insert(table).values(**values).on_conflict_do_nothing().returning(table.c.id)
    id = session.execute(statement).scalar_one_or_none()
    return session.get(Inbound, id) if id is not None else None


def led_to(session: Session, key: str) -> str:
    """Where the browser was led when this form had its effect."""
    return session.exec(select(Inbound.raw).where(Inbound.channel == CHANNEL, Inbound.external_id == key)).one()


def _mark(link: Link, drawn: str) -> str:
    return opened().blind(f"{link.id}:{drawn}", "console form")[:32]
