"""A test page: whoever newly stands on the roster is paged once by every route, so that what does not arrive shows
now, and not in an emergency. The button says that it did."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, func, select

from bot.body import Body, Key
from bot.buttons import CommandButton, pack
from bot.models import Act, Staff
from bot.on_call import can_be_reached, office
from bot.post import EMERGENCY, say
from bot.staff_notices import send_staff_notice
from conversations.text import _

SENT, SEEN = "test page", "test page seen"
"""What is recorded of each."""


def send_test_page(session: Session, person: Staff, begins: datetime, zone: str, now: datetime) -> None:
    """Page them by every route. Of somebody who cannot be reached at all, the coordinators are told."""
    local = begins.astimezone(ZoneInfo(zone))
    words = _(
        "🔔 Test page: you are on call from {date} {time}. Pages about participants come like this one.",
        date=local.date(),
        time=local,
    )
    key = f"test-page:{person.id}:{now.isoformat()}"
    row = (Key(_("It has arrived"), pack(CommandButton("oncall", "seen"))),)
    session.add(Act(at=now, by="anhao", action=SENT, object="staff", object_id=person.id))
    say(session, person, "staff", key, Body((words,), (row,)), now, priority=EMERGENCY)
    send_staff_notice(session, person, (words,), key, now)
    if not can_be_reached(session, person):
        told = _("{name} is on the roster, but cannot be paged: they have not joined yet.", name=person.name)
        for one in office(session):
            say(session, one, "staff", f"{key}:{one.id}", Body((told,)), now)


def seen(session: Session, person: Staff, now: datetime) -> None:
    """They pressed the button."""
    session.add(Act(at=now, by=person.name, action=SEEN, object="staff", object_id=person.id))


def not_seen(session: Session, people: Sequence[Staff]) -> list[Staff]:
    """Of these people, who has not confirmed their last test page."""
    return [person for person in people if _last(session, person, SENT) > _last(session, person, SEEN)]


def _last(session: Session, person: Staff, action: str) -> int:
    found = select(func.max(col(Act.id))).where(Act.object == "staff", Act.object_id == person.id, Act.action == action)
    return session.exec(found).one() or 0
