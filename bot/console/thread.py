"""What the care team and the participant wrote to each other about an escalation, in the order in which it was."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from bot.facts import log_of
from bot.models import CheckIn, Delivery, Escalation, Message, Participant, Staff
from bot.roles import may
from bot.writing import words_of, writer_of
from conversations.events import Answered, Corrected
from conversations.text import Text, _, verbatim

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
    words: Text | None
    state: Text | None


def thread(session: Session, escalation: Escalation, person: Staff, participant: Participant) -> list[Said]:
    """All messages about this escalation. Coordinators read only what coordinators wrote, and the answers to that."""
    written = select(Message).where(Message.escalation_id == escalation.id)
    answered = select(CheckIn).where(CheckIn.escalation_id == escalation.id)
    return _thread(session, written, answered, person, participant)


def thread_with(session: Session, person: Staff, participant: Participant) -> list[Said]:
    """All messages between the care team and this participant, whatever they were about."""
    written = select(Message).where(Message.participant_id == participant.id)
    answered = select(CheckIn).where(CheckIn.participant_id == participant.id)
    return _thread(session, written, answered, person, participant)


Messages = SelectOfScalar[Message]
CheckIns = SelectOfScalar[CheckIn]


def _thread(
    session: Session, written: Messages, answered: CheckIns, person: Staff, participant: Participant
) -> list[Said]:
    said = [*_written(session, written, person, participant), *_answered(session, answered, person, participant)]
    return sorted(said, key=lambda one: one.at)


def _written(session: Session, found: Messages, person: Staff, participant: Participant) -> Iterator[Said]:
    rows = session.exec(found.where(Message.kind == "doctor").order_by(col(Message.id))).all()
    for row in rows:
        writer = _staff(session, str(writer_of(row)))
        states = set(session.exec(select(Delivery.state).where(Delivery.message_id == row.id)))
        yield Said(
            row.at,
            row.at.astimezone(ZoneInfo(participant.zone)),
            writer.name if writer else "–",
            False,
            words_of(row) if _may_read(person, writer) else None,
            DELIVERED if "sent" in states else NOT_READ,
        )


def _answered(session: Session, found: CheckIns, person: Staff, participant: Participant) -> Iterator[Said]:
    rows = session.exec(found.where(CheckIn.questionnaire == "doctor_message").order_by(col(CheckIn.id))).all()
    for row in rows:
        writer = _staff(session, row.about)
        for event in log_of(session, row):
            match event:
                case Answered(item="r_text", value=value) | Corrected(item="r_text", value=value):
                    words = verbatim(value) if _may_read(person, writer) else None
                    local = event.at.astimezone(ZoneInfo(participant.zone))
                    yield Said(event.at, local, participant.code, True, words, None)
                case _:
                    pass


def _may_read(person: Staff, writer: Staff | None) -> bool:
    return may(person, "read what is for doctors") or (writer is not None and writer.role == "coordinator")


def _staff(session: Session, id: str) -> Staff | None:
    return session.get(Staff, int(id)) if id.isdecimal() else None
