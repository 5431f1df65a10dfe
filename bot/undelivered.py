"""What cannot be delivered is somebody's task: a closed account, a message that a channel will never take."""

from datetime import datetime

from sqlmodel import Session, col, func, select

from bot.body import Body
from bot.claims import Claim, mark
from bot.desk import tell_blocked
from bot.ladders import locked
from bot.models import Address, Delivery, Message, Participant, Staff
from bot.on_call import can_be_reached, office, reachable, reached_by
from bot.post import say
from bot.routes import NOTICE
from conversations.text import _


def address_closed(session: Session, address_id: int, why: str, now: datetime) -> None:
    """Sending to this account stops; a coordinator is told; a page on its way climbs at once."""
    address = session.get(Address, address_id)
    assert address is not None
    first_time = address.closed_at is None
    address.closed_at, address.closed_why = address.closed_at or now, why
    waiting = session.exec(
        select(Message, Delivery)
        .join(Delivery, col(Delivery.message_id) == Message.id)
        .where(Delivery.address_id == address_id, col(Delivery.state).in_(("pending", "sending")))
    ).all()
    for message, delivery in waiting:
        delivery.state, delivery.error, delivery.lease_token = "failed", why, None
        person = message.staff_id or address.staff_id
        if message.kind in ("page", "notice") and message.escalation_id is not None and person is not None:
            _climb_now(session, message.escalation_id, person, now)
    if not first_time:
        return
    if address.channel == NOTICE:
        _tell_about_notices(session, address, f"{address_id}:{now.isoformat()}", now)
    elif address.participant_id is not None:
        participant = session.get(Participant, address.participant_id)
        assert participant is not None
        tell_blocked(session, participant, now, f"closed:{address_id}:{now.isoformat()}")
    elif address.staff_id is not None:
        staff = session.get(Staff, address.staff_id)
        assert staff is not None
        _tell_about_staff(session, staff, address_id, now)


def refused(session: Session, claimed: Claim, error: str, now: datetime) -> None:
    """A channel will never take this message: kept as failed; a page climbs at once."""
    mark(session, claimed, state="failed", error=error[:200])
    delivery = session.get(Delivery, claimed.delivery)
    message = session.get(Message, delivery.message_id) if delivery else None
    if message is not None and message.kind == "page" and message.escalation_id is not None:
        _climb_now(session, message.escalation_id, message.staff_id, now)


def page_waits(session: Session, claimed: Claim, now: datetime) -> None:
    """A page cannot be sent for the moment (Telegram out of reach, our token refused, a long wait): unless it has come
    to somebody by another way, those who were not told yet are told at once, by whatever routes they have."""
    delivery = session.get(Delivery, claimed.delivery)
    message = session.get(Message, delivery.message_id) if delivery else None
    if message is None or message.kind != "page" or message.escalation_id is None:
        return
    escalation = locked(session, message.escalation_id)
    if escalation.phase == "closed" or escalation.severity == "review" or _has_come_to_somebody(session, message):
        return
    told = reached_by(session, escalation)
    if any(person.id not in told for person in reachable(session, "doctor", "investigator", "coordinator")):
        escalation.next_at = now


def _has_come_to_somebody(session: Session, page: Message) -> bool:
    """Whether this page, or one after it, has arrived at a person's own account or route. The team's routes do not
    count: who reads them is not known."""
    arrived = (
        select(Delivery.id)
        .join(Message, col(Message.id) == Delivery.message_id)
        .join(Address, col(Address.id) == Delivery.address_id)
        .where(Message.escalation_id == page.escalation_id, col(Message.kind).in_(("page", "notice")))
        .where(Message.at >= page.at, Delivery.state == "sent", col(Address.staff_id).is_not(None))
    )
    return session.exec(arrived.limit(1)).first() is not None


def notices_lost(session: Session, address_id: int, now: datetime) -> None:
    """Notices have not arrived at this route for a while: somebody is told, once until one arrives again."""
    address = session.get(Address, address_id)
    assert address is not None
    arrived = select(func.max(Delivery.id)).where(Delivery.address_id == address_id, Delivery.state == "sent")
    _tell_about_notices(session, address, f"{address_id}:{session.exec(arrived).one() or 0}", now)


def _tell_about_notices(session: Session, route: Address, key: str, now: datetime) -> None:
    """Coordinators, in the chat or on their page; the route itself is not shown, as it may hold a password."""
    if route.participant_id is not None:
        participant = session.get(Participant, route.participant_id)
        assert participant is not None
        words = _("{code}: notices to their own route do not arrive. Please phone.", code=participant.code)
    elif route.staff_id is not None:
        staff = session.get(Staff, route.staff_id)
        assert staff is not None
        words = _("{name}: notices to their own route do not arrive. Please tell them.", name=staff.name)
    else:
        words = _("Notices to one of the team's routes (NOTICE_URLS) do not arrive. Please tell the operator.")
    for person in office(session):
        say(session, person, "staff", f"notices:{key}:{person.id}", Body((words,)), now)


def _climb_now(session: Session, escalation_id: int, staff_id: int | None, now: datetime) -> None:
    """The next person is told at the clock's next look: whenever nobody who was told can be reached, or the one who
    cannot be was the latest doctor and another one has not been told yet."""
    escalation = locked(session, escalation_id)
    if escalation.phase == "closed" or escalation.severity == "review":
        return
    told = reached_by(session, escalation)
    if any(id != staff_id and can_be_reached(session, session.get(Staff, id)) for id in told):
        failed = session.get(Staff, staff_id) if staff_id else None
        if failed is None or failed.role != "doctor":
            return
        if all(doctor.id in told for doctor in reachable(session, "doctor")):
            return
    escalation.next_at = now


def _tell_about_staff(session: Session, staff: Staff, address_id: int, now: datetime) -> None:
    body = Body(
        (
            _(
                "{name} cannot be paged on Telegram any more: the bot was blocked there. Please tell them.",
                name=staff.name,
            ),
        )
    )
    people = [*office(session), *reachable(session, "investigator")]
    for person in {person.id: person for person in people if person.id != staff.id}.values():
        say(session, person, "staff", f"unreachable:{address_id}:{now.isoformat()}:{person.id}", body, now)
