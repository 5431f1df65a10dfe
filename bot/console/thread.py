"""What the care team and the participant wrote to each other about an escalation, in the order in which it was."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from bot.attachments import NAMES
from bot.facts import log_of
from bot.models import Attachment, CheckIn, Delivery, Escalation, Message, Participant, Staff
from bot.post import body_of
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
    file: int = 0
    form: str = ""
    """A photo or a voice message, where one was sent and may be seen by this reader."""


def thread(session: Session, escalation: Escalation, person: Staff, participant: Participant) -> list[Said]:
    """All messages about this escalation. Coordinators read only what coordinators wrote, and the answers to that."""
    written = select(Message).where(Message.escalation_id == escalation.id)
    answered = select(CheckIn).where(CheckIn.escalation_id == escalation.id)
    return _thread(session, written, answered, person, participant)


def thread_with(session: Session, person: Staff, participant: Participant) -> list[Said]:
    """All messages between the care team and this participant, whatever they were about."""
    written = select(Message).where(Message.participant_id == participant.id)
    answered = select(CheckIn).where(CheckIn.participant_id == participant.id)
    said = _thread(session, written, answered, person, participant)
    return sorted([*said, *_sent(session, participant)], key=lambda one: one.at)


Messages = SelectOfScalar[Message]
CheckIns = SelectOfScalar[CheckIn]


def _thread(
    session: Session, written: Messages, answered: CheckIns, person: Staff, participant: Participant
) -> list[Said]:
    said = [*_written(session, written, person, participant), *_answered(session, answered, person, participant)]
    return sorted(said, key=lambda one: one.at)


def _sent(session: Session, participant: Participant) -> Iterator[Said]:
    """Photos and voice messages of the participant."""
    rows = session.exec(
        select(Attachment)
        .where(Attachment.participant_id == participant.id, col(Attachment.staff_id).is_(None))
        .order_by(col(Attachment.id))
    ).all()
    for row in rows:
        state = {"waiting": _("not fetched yet"), "gone": _("could not be fetched")}.get(row.state)
        kept = (row.id or 0) if row.state == "kept" else 0
        local = row.at.astimezone(ZoneInfo(participant.zone))
        yield Said(row.at, local, participant.code, True, NAMES[row.form], state, kept, row.form)


def _written(session: Session, found: Messages, person: Staff, participant: Participant) -> Iterator[Said]:
    rows = session.exec(found.where(Message.kind == "doctor").order_by(col(Message.id))).all()
    for row in rows:
        writer = _staff(session, str(writer_of(row)))
        readable, body = _may_read(person, writer), body_of(row)
        file = session.get(Attachment, body.file) if body.file else None
        states = set(session.exec(select(Delivery.state).where(Delivery.message_id == row.id)))
        yield Said(
            row.at,
            row.at.astimezone(ZoneInfo(participant.zone)),
            writer.name if writer else "–",
            False,
            words_of(row) if readable else None,
            DELIVERED if "sent" in states else NOT_READ,
            file.id or 0 if readable and file is not None else 0,
            file.form if file is not None else "",
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
