"""Routes of notice: the Apprise URLs by which people are told that something waits for them, as addresses.

A participant's and a staff member's own route come from their `notify`, the team's from NOTICE_URLS. Nothing that is
said in a chat goes there, and a participant's notice never goes to the team's.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from bot.languages import LANGUAGES
from bot.models import Address, Delivery, Escalation, Identity, Message, Participant, Staff
from bot.vault import opened

NOTICE = "notice"
"""The channel of all of these."""
LEFT_OUT = "not in NOTICE_URLS"
"""Why a route of the team is closed."""


def own_route(session: Session, person: Participant | Staff, now: datetime) -> Address | None:
    """The person's own route, as an address that is open; None without one. Their earlier ones are closed."""
    url = _url_of(session, person)
    is_participant = isinstance(person, Participant)
    found = Address.participant_id == person.id if is_participant else Address.staff_id == person.id
    blind = _blind(f"{'participant' if is_participant else 'staff'}-{person.id}", url) if url else None
    for other in session.exec(select(Address).where(found, Address.channel == NOTICE, Address.blind != blind)).all():
        _close(session, other, "replaced", now)
    if url is None or blind is None:
        return None
    route = session.exec(select(Address).where(Address.channel == NOTICE, Address.blind == blind)).first()
    if route is None:
        route = _new(session, blind, url, person.language, now)
        route.participant_id, route.staff_id = (person.id, None) if is_participant else (None, person.id)
        session.flush()
    elif isinstance(person, Staff) and route.closed_why == "revoked" and person.joined_at is not None:
        route.staff_id, route.closed_at, route.closed_why = person.id, None, None  # back after a new link
    return route if route.closed_at is None else None


def team_routes(session: Session) -> Sequence[Address]:
    """The open routes of NOTICE_URLS: they belong to nobody."""
    return session.exec(
        select(Address)
        .where(Address.channel == NOTICE, col(Address.participant_id).is_(None), col(Address.staff_id).is_(None))
        .where(col(Address.closed_at).is_(None))
        .order_by(col(Address.id))
    ).all()


def set_team_routes(session: Session, urls: Iterable[str], now: datetime) -> None:
    """NOTICE_URLS as they are from now on: new ones are opened, those left out are closed."""
    wanted = {_blind("team", url): url for url in urls}
    for route in team_routes(session):
        if route.blind not in wanted:
            _close(session, route, LEFT_OUT, now)
    for blind, url in wanted.items():
        known = session.exec(select(Address).where(Address.channel == NOTICE, Address.blind == blind)).first()
        if known is None:
            _new(session, blind, url, LANGUAGES[0], now)
        else:
            known.closed_at = known.closed_why = None


def owner_of(session: Session, route: Address) -> Participant | Staff | None:
    """Whose own route it is; None for the team's."""
    if route.participant_id is not None:
        return session.get(Participant, route.participant_id)
    return session.get(Staff, route.staff_id) if route.staff_id is not None else None


def put(session: Session, message: Message, routes: Iterable[Address], priority: int) -> None:
    """Put a notice into the outbox. It names no person, as it is no part of what was said to them: its route does."""
    session.add(message)
    session.flush()
    assert message.id is not None
    for route in routes:
        assert route.id is not None
        session.add(Delivery(message_id=message.id, address_id=route.id, action="send", priority=priority))


def drop_waiting(session: Session, route: Address, escalation: Escalation | None = None) -> list[int]:
    """The newest notice replaces those that have not left: all of a route, or those about one escalation. Their
    priorities are returned."""
    waiting = select(Delivery).where(Delivery.address_id == route.id, Delivery.state == "pending")
    if escalation is not None:
        about = select(Message.id).where(Message.escalation_id == escalation.id, Message.kind == "notice")
        waiting = waiting.where(col(Delivery.message_id).in_(about))
    dropped = session.exec(waiting).all()
    for delivery in dropped:
        delivery.state = "dropped"
    return [delivery.priority for delivery in dropped]


def _url_of(session: Session, person: Participant | Staff) -> str | None:
    if isinstance(person, Staff):
        return person.notify
    identity = session.get(Identity, person.id)
    return identity.notify if identity else None


def _blind(account: str, url: str) -> str:
    """One URL may be the route of several people."""
    return opened().blind(f"{NOTICE}:{account}:{url}", "address")


def _new(session: Session, blind: str, url: str, language: str, now: datetime) -> Address:
    route = Address(channel=NOTICE, blind=blind, value=url, language=language, created_at=now)
    session.add(route)
    return route


def _close(session: Session, route: Address, why: str, now: datetime) -> None:
    if route.closed_at is None:
        route.closed_at, route.closed_why = now, why
    drop_waiting(session, route)
