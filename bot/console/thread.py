"""What the care team and the participant wrote to each other about an escalation, in the order in which it was."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from bot.facts import log_of
from bot.models import CheckIn, Delivery, Escalation, Message, Participant, Staff
from bot.post import body_of
from conversations.events import Answered, Corrected
from conversations.text import Text, _

HIDDEN = _("(between the doctors and the participant)")
NOT_READ = _("not delivered yet")
DELIVERED = _("delivered")


@dataclass(frozen=True, slots=True)
class Said:
    """One message. `words` is None where it is not for this reader."""

    at: datetime
    day: datetime
    by: str
    theirs: bool
    words: str | None
    state: Text | None


def thread(session: Session, escalation: Escalation, person: Staff, participant: Participant) -> list[Said]:
    """All messages about this escalation. Coordinators read only what coordinators wrote, and the answers to that."""
    said = [*_written(session, escalation, person, participant), *_answered(session, escalation, person, participant)]
    return sorted(said, key=lambda one: one.at)


def _written(session: Session, escalation: Escalation, person: Staff, participant: Participant) -> Iterator[Said]:
    rows = session.exec(
        select(Message)
        .where(Message.escalation_id == escalation.id, Message.kind == "doctor")
        .order_by(col(Message.id))
    ).all()
    for row in rows:
        writer = _staff(session, row.key.split(":")[2])
        (text,) = body_of(row).paragraphs
        words = dict(text.values)["words"]
        assert isinstance(words, Text)
        states = set(session.exec(select(Delivery.state).where(Delivery.message_id == row.id)))
        yield Said(
            row.at,
            row.at.astimezone(ZoneInfo(participant.zone)),
            writer.name if writer else "–",
            False,
            str(dict(words.values)["words"]) if _may_read(person, writer) else None,
            DELIVERED if "sent" in states else NOT_READ,
        )


def _answered(session: Session, escalation: Escalation, person: Staff, participant: Participant) -> Iterator[Said]:
    rows = session.exec(
        select(CheckIn)
        .where(CheckIn.escalation_id == escalation.id, CheckIn.questionnaire == "doctor_message")
        .order_by(col(CheckIn.id))
    ).all()
    for row in rows:
        writer = _staff(session, row.about)
        for event in log_of(session, row):
            match event:
                case Answered(item="r_text", value=value) | Corrected(item="r_text", value=value):
                    words = value if _may_read(person, writer) else None
                    local = event.at.astimezone(ZoneInfo(participant.zone))
                    yield Said(event.at, local, participant.code, True, words, None)
                case _:
                    pass


def _may_read(person: Staff, writer: Staff | None) -> bool:
    return person.role != "coordinator" or (writer is not None and writer.role == "coordinator")


def _staff(session: Session, id: str) -> Staff | None:
    return session.get(Staff, int(id)) if id.isdecimal() else None
