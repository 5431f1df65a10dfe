"""A message that its author rewrote in the chat: which answer it had given, so that the new words correct that one."""

from sqlmodel import Session, col, select

from bot.models import CheckIn, Inbound, LogEntry, Participant
from bot.stored import event_from_json
from bot.turns import OF_A_COMMAND
from conversations.events import Answered, Corrected, NotUnderstood, Proposed, Skipped


def answered_by(session: Session, participant: Participant, channel: str, message: str) -> tuple[CheckIn, str] | None:
    """The check-in and item that this message of theirs answered, or tried to answer; None for all else, and for a
    check-in of a command that is over (an agreement is not taken back by an edit)."""
    if not message:
        return None
    sent = select(Inbound.id).where(
        Inbound.participant_id == participant.id, Inbound.channel == channel, Inbound.message == message
    )
    theirs = select(CheckIn.id).where(CheckIn.participant_id == participant.id)
    entries = session.exec(
        select(LogEntry)
        .where(col(LogEntry.inbound_id).in_(sent), col(LogEntry.check_in_id).in_(theirs))
        .order_by(col(LogEntry.id))
    ).all()
    for entry in entries:
        event = event_from_json(entry.event)
        if isinstance(event, Answered | Corrected | Proposed | Skipped | NotUnderstood):
            check_in = session.get_one(CheckIn, entry.check_in_id)
            over = check_in.questionnaire in OF_A_COMMAND and check_in.outcome != "open"
            return None if over else (check_in, event.item)
    return None
