"""Photos and voice messages on their way: noted in the transaction of the message, fetched beside it, passed on after.

Neither side learns the other's account: the file goes out from us, anew.
"""

from base64 import b64decode, b64encode
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from bot import wording_care as care
from bot.body import Body
from bot.channels import Inbound as Message
from bot.models import Attachment, Escalation, Participant, Staff
from bot.models import Message as Written
from bot.on_call import can_be_reached, holder_of
from bot.post import EMERGENCY, Concerning, say
from bot.writing import write, writer_of
from conversations.text import Text, _

FORMS = ("photo", "voice")
"""What is fetched and passed on; other files are only noted."""
MEDIA = {"photo": "image/jpeg", "voice": "audio/ogg"}
RETRY = (timedelta(seconds=5), timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1))
"""When a fetch that failed is tried again; after the last one it is given up."""
LISTENS = timedelta(days=1)
"""So long after a message of the care team what is sent belongs to whoever wrote it."""
BATCH = 10

SENDS: dict[str, Text] = {"photo": _("{code} sends a photo."), "voice": _("{code} sends a voice message.")}
NAMES: dict[str, Text] = {"photo": _("(a photo)"), "voice": _("(a voice message)")}


def note(
    session: Session,
    participant_id: int,
    message: Message,
    now: datetime,
    staff: Staff | None = None,
    escalation: Escalation | None = None,
) -> Attachment | None:
    """Remember the file of a message, to be fetched; None where it has none."""
    if not message.file or message.form not in FORMS:
        return None
    attachment = Attachment(
        participant_id=participant_id,
        staff_id=staff.id if staff else None,
        escalation_id=escalation.id if escalation else None,
        form=message.form,
        channel=message.channel,
        remote=message.file,
        at=now,
        next_at=now,
    )
    session.add(attachment)
    session.flush()
    return attachment


def waiting(session: Session, channel: str, now: datetime) -> Sequence[tuple[int, str, str]]:
    """What is to be fetched now: id, form, and the channel's number."""
    rows = session.exec(
        select(Attachment)
        .where(col(Attachment.next_at) <= now, Attachment.channel == channel)
        .order_by(col(Attachment.id))
        .limit(BATCH)
    ).all()
    return [(row.id or 0, row.form, row.remote) for row in rows]


def later(session: Session, id: int, now: datetime) -> None:
    """It could not be fetched now: tried again, and given up at last."""
    attachment = session.get_one(Attachment, id)
    if attachment.tries >= len(RETRY):
        gone(session, id)
        return
    attachment.next_at = now + RETRY[attachment.tries]
    attachment.tries += 1


def gone(session: Session, id: int) -> None:
    """It cannot be had. The message itself, and the review that it raised, stand."""
    attachment = session.get_one(Attachment, id)
    attachment.state, attachment.next_at = "gone", None


def arrived(session: Session, id: int, content: bytes, now: datetime) -> None:
    """Keep it, and pass it on: once."""
    attachment = session.exec(select(Attachment).where(Attachment.id == id).with_for_update()).one()
    if attachment.state != "waiting":
        return
    attachment.content, attachment.state, attachment.next_at = b64encode(content).decode(), "kept", None
    session.flush()
    participant = session.get_one(Participant, attachment.participant_id)
    escalation = session.get(Escalation, attachment.escalation_id) if attachment.escalation_id else None
    sender = session.get(Staff, attachment.staff_id) if attachment.staff_id else None
    if sender is not None:
        write(session, participant, sender, NAMES[attachment.form], now, escalation, file=id)
        return
    for person in _readers(session, participant, attachment.at):
        about = _matter(session, participant)
        words = Text(SENDS[attachment.form].id, (("code", participant.code),))
        body = Body((words,), care.thread_rows(about, participant.id or 0), file=id)
        concerning = Concerning(escalation=about.id if about else None)
        key = f"attachment:{id}:{person.id}"
        say(session, person, "staff", key, body, now, priority=EMERGENCY, about=concerning)


def content_of(attachment: Attachment) -> bytes:
    """The file, where it is kept."""
    return b64decode(attachment.content or "")


def _matter(session: Session, participant: Participant) -> Escalation | None:
    """The newest matter of theirs that is open."""
    return session.exec(
        select(Escalation)
        .where(Escalation.participant_id == participant.id, Escalation.phase != "closed")
        .order_by(col(Escalation.id).desc())
    ).first()


def _readers(session: Session, participant: Participant, at: datetime) -> list[Staff]:
    """Who wrote to them last, within a day, and who has an open matter of theirs. Everybody else finds it on the
    review list and on the participant's page."""
    written = session.exec(
        select(Written)
        .where(Written.participant_id == participant.id, Written.kind == "doctor", Written.at >= at - LISTENS)
        .order_by(col(Written.id).desc())
    ).first()
    writer = session.get(Staff, writer_of(written)) if written is not None else None
    open_ones = session.exec(
        select(Escalation).where(Escalation.participant_id == participant.id, Escalation.phase == "held")
    ).all()
    people = [writer, *(holder_of(session, one) for one in open_ones)]
    return list({one.id: one for one in people if one is not None and can_be_reached(session, one)}.values())
