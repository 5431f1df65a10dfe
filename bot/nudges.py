"""A nudge: one sentence and the link of their page, to a participant's own route, when something waits there.

Nothing about health, drug, study or answers is in it. One for each prompt or reminder of the clock; the newest
replaces the older. Who is answering, or has come meanwhile, gets none; at night it waits for the morning.
"""

from datetime import datetime

from sqlmodel import Session

from bot.body import Body, to_json
from bot.models import CheckIn, Message, Participant
from bot.post import EMERGENCY, REMINDER
from bot.routes import drop_waiting, own_route, put
from conversations.escalation import end_of_quiet
from conversations.text import Text, _

CHECK_IN = _("You have a check-in. {link}")
MESSAGE = _("You have a message. {link}")
"""`{link}` is filled in when the nudge leaves: the link that is theirs then."""


def nudge_to_check_in(session: Session, participant: Participant, check_in: CheckIn, key: str, now: datetime) -> None:
    """The clock has put a question, or has put it again. What follows a concern is asked, and told, at any hour."""
    at_any_hour = check_in.escalation_id is not None
    _nudge(session, participant, CHECK_IN, key, now, EMERGENCY if at_any_hour else REMINDER, check_in)


def nudge_to_message(session: Session, participant: Participant, key: str, now: datetime) -> None:
    """The care team has something to tell that nobody asked for: at any hour."""
    _nudge(session, participant, MESSAGE, key, now, EMERGENCY)


def _nudge(
    session: Session,
    participant: Participant,
    words: Text,
    key: str,
    now: datetime,
    priority: int,
    check_in: CheckIn | None = None,
) -> None:
    route = own_route(session, participant, now)
    if route is None:
        return
    priority = min([priority, *drop_waiting(session, route)])
    message = Message(
        key=f"nudge:{key}",
        at=now,
        kind="nudge",
        check_in_id=check_in.id if check_in else None,
        expires_at=check_in.closes_at if check_in else None,
        body=to_json(Body((words,))),
    )
    put(session, message, [route], priority)


def is_needless(session: Session, message: Message, participant: Participant) -> bool:
    """The person has been here since, or nothing is open any more."""
    check_in = session.get(CheckIn, message.check_in_id) if message.check_in_id else None
    if check_in is not None and check_in.outcome != "open":
        return True
    return participant.heard_at is not None and participant.heard_at > message.at


def waits_until(participant: Participant, priority: int, now: datetime) -> datetime | None:
    """The end of the night, if it is night and the nudge is not of those that come at any hour."""
    if priority == EMERGENCY:
        return None
    end = end_of_quiet(now, participant.zone)
    return end if end > now else None
