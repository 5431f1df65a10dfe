"""Words of the care team to a participant, marked as theirs, and the answer back. Neither side sees the other's phone
or account: what passes between them passes through here, and stands in the participant's record.
"""

from datetime import datetime

from sqlmodel import Session, col, select

from bot import wording_care
from bot.body import Body, Key
from bot.buttons import CommandButton, pack
from bot.models import Act, Escalation, Message, Participant, Staff
from bot.nudges import nudge_to_message
from bot.post import EMERGENCY, Concerning, addresses_of, body_of, say
from conversations.text import Text, _, verbatim

NO_MATTER = 0
"""Stands for the escalation where words belong to none."""


def write(
    session: Session,
    participant: Participant,
    staff: Staff,
    words: Text,
    now: datetime,
    escalation: Escalation | None = None,
    *,
    file: int = 0,
) -> Message | None:
    """One text to the participant, with a button to answer it. None: no account of theirs is open."""
    if not addresses_of(session, participant):
        return None
    matter = escalation.id if escalation is not None and escalation.id is not None else NO_MATTER
    mine = key_of(matter, staff.id or 0)
    before = session.exec(select(Message.id).where(col(Message.key).startswith(mine, autoescape=True))).all()
    key = f"{mine}{len(before)}"
    label = _("Answer") if staff.role == "coordinator" else _("Answer the doctor")
    answer = Key(label, pack(CommandButton("reply", f"{matter}-{staff.id}")))
    body = Body((wording_care.from_staff(staff, words),), ((answer,),), file=file)
    about = Concerning(escalation=escalation.id if escalation else None)
    message = say(session, participant, "doctor", key, body, now, priority=EMERGENCY, about=about)
    nudge_to_message(session, participant, key, now)
    record(session, participant, staff, escalation, now)
    return message


def record(
    session: Session, participant: Participant, staff: Staff, escalation: Escalation | None, now: datetime
) -> None:
    """That something was written, by whom, about what; the words stand with the message."""
    what, id = ("escalation", escalation.id) if escalation else ("participant", participant.id)
    session.add(Act(at=now, by=staff.name, action="write", object=what, object_id=id))


def key_of(matter: int, writer: int) -> str:
    """What the keys of all messages of one writer about one matter begin with."""
    return f"write:{matter}:{writer}:"


def writer_of(message: Message) -> int:
    """Who wrote it."""
    return int(message.key.split(":")[2])


def last_written(session: Session, participant: Participant, matter: int, writer: int) -> Message | None:
    """The last thing that this person wrote to this participant about this matter."""
    return session.exec(
        select(Message)
        .where(Message.participant_id == participant.id, Message.kind == "doctor")
        .where(col(Message.key).startswith(key_of(matter, writer), autoescape=True))
        .order_by(col(Message.id).desc())
    ).first()


def words_of(message: Message) -> Text:
    """What was written, without the line that says by whom: a template in its own words, or a person's."""
    words = dict(body_of(message).paragraphs[0].values)["words"]
    return words if isinstance(words, Text) else verbatim(str(words))
