"""What became of a call: reached, no answer, or to be rung again at an hour. The day's list follows from it."""

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session, col, select

from bot.models import Participant, PhoneCall
from bot.record import Author

OUTCOMES = ("reached", "no_answer", "again")


def note_call(
    session: Session, participant: Participant, why: str, outcome: str, author: Author, again_at: datetime | None = None
) -> PhoneCall:
    """Keep it. The outcome is one of `OUTCOMES`; `again_at` belongs to “again”."""
    assert participant.id is not None
    call = PhoneCall(
        participant_id=participant.id, why=why, outcome=outcome, at=author.now, by=author.by, again_at=again_at
    )
    session.add(call)
    author.record(session, f"call {outcome}", "participant", participant.id, why)
    session.flush()
    return call


def last_calls(session: Session, participants: Collection[int]) -> dict[tuple[int, str], PhoneCall]:
    """The last call of each participant for each reason."""
    rows = session.exec(
        select(PhoneCall).where(col(PhoneCall.participant_id).in_(participants)).order_by(col(PhoneCall.id))
    )
    return {(row.participant_id, row.why): row for row in rows}
