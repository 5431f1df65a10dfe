"""Who asks for an export, what they may see of it, and the record of it.

Who is not an investigator gets no arm, no answers that only doctors may read, no words of messages. Identities leave
only for an investigator with a reason; that is recorded before the first row leaves, and each row carries the mark.
"""

import secrets
from dataclasses import dataclass, replace

from sqlmodel import Session, col, func, select

from bot.models import Participant, Staff
from bot.record import Author, NotDone


@dataclass(frozen=True, slots=True)
class Asking:
    """What is asked for. After `begin`: what of it is granted."""

    table: str
    format: str
    investigator: bool = False
    identities: bool = False
    watermark: str | None = None
    participants: int = 0
    """How many there are, to say how far the export is."""


def begin(session: Session, asking: Asking, author: Author) -> Asking:
    """What is granted. Raises NotDone in one line for what this person may not have."""
    is_investigator = session.exec(
        select(Staff.id).where(Staff.name == author.by, Staff.role == "investigator", col(Staff.removed_at).is_(None))
    ).first()
    if (asking.investigator or asking.identities) and is_investigator is None:
        raise NotDone(f"{author.by}: is not an investigator of this study; name one with --by")
    if (asking.table, asking.format) == ("study", "json") and is_investigator is None:
        raise NotDone("study: as JSON it holds the arm and what only doctors may read; name an investigator with --by")
    if asking.identities and not author.reason.strip():
        raise NotDone("who the participants are leaves only with a --reason, which is recorded")
    if asking.identities and asking.format not in ("csv", "json", "xlsx"):
        raise NotDone(f"{asking.format}: has no place for who the participants are; take csv, json or xlsx")
    count = session.exec(select(func.count()).select_from(Participant)).one()
    granted = replace(asking, investigator=is_investigator is not None, participants=count)
    if not asking.identities:
        return granted
    mark = f"X-{secrets.token_hex(4).upper()} · {author.by} · {author.now:%Y-%m-%d %H:%M}Z"
    author.record(session, "export identities", "table", None, f"{asking.table} {asking.format}, {mark}")
    return replace(granted, watermark=mark)


def finish(session: Session, asking: Asking, rows: int, author: Author) -> None:
    """Record that it has left."""
    seen = ", as investigator" if asking.investigator else ""
    mark = f", with identities, {asking.watermark}" if asking.watermark else ""
    detail = f"{asking.table} {asking.format}, {rows} rows{seen}{mark}"
    author.record(session, "export", "table", None, detail)
