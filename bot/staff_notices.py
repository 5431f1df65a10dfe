"""Notices to a member of staff that are no page: beside the chat, by their own route, at once.

For what must arrive although the chat may not be read, or may be out of reach: a reminder that a report is due, a
test page, that something is stuck.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from bot import links
from bot.body import Body, to_json
from bot.models import Message, Staff
from bot.post import EMERGENCY
from bot.routes import own_route, put
from conversations.text import Text, _

OPEN = _("Open it: {link}")


def send_staff_notice(session: Session, person: Staff, says: Sequence[Text], key: str, now: datetime) -> None:
    """Say it by the person's own route, if they have one, with the way to their console."""
    route = own_route(session, person, now)
    if route is None:
        return
    way = (OPEN,) if links.url_of(session, person, "") is not None else ()
    message = Message(key=f"notice:{key}", at=now, kind="notice", body=to_json(Body((*says, *way))))
    put(session, message, [route], EMERGENCY)
