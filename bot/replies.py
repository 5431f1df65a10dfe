"""What a participant writes back to the care team: by the button below the message, or simply by writing."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlmodel import col, select

from bot import turns
from bot import wording_care as care
from bot.models import CheckIn, Message
from bot.opening import open_check_in
from bot.writing import last_written, words_of, writer_of
from conversations.conversation import Reply

if TYPE_CHECKING:
    from bot.desk import Visit

SPEAKS = ("doctor", "question", "advice")
"""Kinds of message that can be answered: what is typed belongs to the newest of them."""

LISTENS = timedelta(days=1)
"""So long after a message of the care team what fits nothing else is the answer to it."""


def by_button(visit: Visit, choice: str) -> None:
    """Ask for the answer to a message; only to one that was written to this participant."""
    matter, _dash, staff_id = choice.partition("-")
    numbers = _is_number(matter) and _is_number(staff_id)
    written = last_written(visit.session, visit.participant, int(matter), int(staff_id)) if numbers else None
    if written is None:
        visit.tell(care.NOT_YOURS)
        return
    turns.begin(visit.turn(_opened(visit, written, staff_id)))


def unanswered(visit: Visit) -> Message | None:
    """The care team's message, where it is the last thing that was said to this person and is not old."""
    last = visit.session.exec(
        select(Message)
        .where(Message.participant_id == visit.participant.id, col(Message.kind).in_(SPEAKS))
        .where(col(Message.replaces).is_(None))
        .order_by(col(Message.id).desc())
    ).first()
    return last if last is not None and last.kind == "doctor" and visit.now - last.at <= LISTENS else None


def by_words(visit: Visit, written: Message, words: str) -> None:
    """The words go to whoever wrote."""
    turns.answer(visit.turn(_opened(visit, written, str(writer_of(written)))), Reply(text=words))


def _opened(visit: Visit, written: Message, staff_id: str) -> CheckIn:
    words = visit.languages.render(words_of(written), visit.participant.language)
    check_in = open_check_in(
        visit.session,
        visit.participant,
        "doctor_message",
        f"inbound:{visit.inbound_id}",
        visit.now,
        about=staff_id,
        message=words,
    )
    check_in.escalation_id = written.escalation_id
    return check_in


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 9
