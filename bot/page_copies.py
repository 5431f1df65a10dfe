"""The copies of a page on people's phones: of each person's, the newest is kept up to date and alone has buttons."""

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session, col, func, select

from bot.body import Body
from bot.models import Delivery, Escalation, Message, Staff
from bot.pages import page_body
from bot.post import EMERGENCY, REPLY, REST, Concerning, body_of, redraw, say


def send_page(
    session: Session, escalation: Escalation, person: Staff, ref: str, now: datetime, *, again: bool = False
) -> None:
    """Send the page as it stands; the person's earlier copy loses its buttons, or is dropped if it has not left."""
    earlier = _newest(session, escalation).get(person.id)
    priority = EMERGENCY if escalation.severity == "emergency" else REPLY
    body = page_body(session, escalation, person, now, again=again)
    key = f"page:{escalation.id}:{ref}:{person.id}"
    sent = say(session, person, "page", key, body, now, priority=priority, about=Concerning(escalation=escalation.id))
    if sent is not None and earlier is not None:
        _drop_waiting(session, earlier)
        redraw(session, earlier, Body(body_of(earlier).paragraphs), _mark(session, escalation, earlier), now)


def _drop_waiting(session: Session, earlier: Message) -> None:
    """A copy that has not left yet is replaced by the newer one: after an outage a person gets one page, not eight."""
    waiting = select(Delivery).where(Delivery.message_id == earlier.id, Delivery.state == "pending")
    for delivery in session.exec(waiting).all():
        delivery.state = "dropped"


def redraw_pages(
    session: Session, escalation: Escalation, now: datetime, without: Collection[int | None] = frozenset()
) -> None:
    """Everybody's newest copy shows the state: what joined, who has it, how it was closed."""
    for staff_id, page in _newest(session, escalation).items():
        person = session.get(Staff, staff_id)
        if person is not None and staff_id not in without:
            body = page_body(session, escalation, person, now)
            redraw(session, page, body, _mark(session, escalation, page), now, REST)


def stop_pages(session: Session, escalation: Escalation) -> None:
    """Pages and their notices that have not left yet are dropped, in the transaction that acknowledges."""
    pending = session.exec(
        select(Delivery)
        .join(Message, col(Message.id) == Delivery.message_id)
        .where(Message.escalation_id == escalation.id, col(Message.kind).in_(("page", "notice")))
        .where(Delivery.state == "pending")
    )
    for delivery in pending:
        delivery.state = "dropped"


def has_page(session: Session, escalation: Escalation, person: Staff) -> bool:
    """Whether this person has been sent the page."""
    return person.id in _newest(session, escalation)


def _newest(session: Session, escalation: Escalation) -> dict[int | None, Message]:
    """Of each person the last page that was put into the outbox."""
    last = (
        select(func.max(Message.id))
        .where(Message.escalation_id == escalation.id, Message.kind == "page")
        .group_by(col(Message.staff_id))
    )
    return {page.staff_id: page for page in session.exec(select(Message).where(col(Message.id).in_(last)))}


def _mark(session: Session, escalation: Escalation, page: Message) -> str:
    """A key of its own for each edit of a copy."""
    marks = select(func.count()).where(Message.escalation_id == escalation.id, Message.kind == "mark")
    return f"page-mark:{page.id}:{session.exec(marks).one()}"
