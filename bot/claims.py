"""Which delivery may leave next, whose it is while it leaves, and what became of it.

New messages of one chat leave strictly in order; an edit only when nothing new waits there. Chats with an
emergency come first, then replies, reminders, the rest. A row is claimed with a lease, and whatever becomes of
it is written only while that lease is ours.
"""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, case, or_, update
from sqlmodel import Session, col, func, select

from bot import links, nudges, page_notices
from bot.attachments import content_of
from bot.body import Body, from_json
from bot.models import Address, Attachment, CheckIn, Concern, Delivery, Identity, Message, Participant, Staff
from bot.routes import NOTICE, owner_of
from conversations.questionnaires.phone import NUMBER

LEASE = timedelta(seconds=60)
"""How long a claimed delivery belongs to who claimed it."""
LOOK = 300
"""Chats looked at in one round, the most pressing first."""

NAMES_THE_NUMBER = NUMBER.id
"""The question whose words hold the last digits of somebody's number."""

DELIVERY = Delivery.__table__  # type: ignore[attr-defined]  # SQLModel does not declare it

_FIRST = func.min(col(Delivery.id))
_CHATS = (
    select(
        func.coalesce(func.min(case((col(Delivery.action) == "send", col(Delivery.id)))), _FIRST).label("next"),
        func.min(col(Delivery.priority)).label("priority"),
        _FIRST.label("first"),
    )
    .where(Delivery.state == "pending")
    .group_by(col(Delivery.address_id))
    .subquery()
)
_CANDIDATES = (
    select(Delivery, Address)
    .join(_CHATS, _CHATS.c.next == Delivery.id)
    .join(Address, col(Address.id) == Delivery.address_id)
    .where(or_(col(Delivery.not_before).is_(None), col(Delivery.not_before) <= bindparam("now")))
    .order_by(_CHATS.c.priority, _CHATS.c.first)
    .limit(LOOK)
)
_LEASE = (
    update(DELIVERY)
    .where(DELIVERY.c.id == bindparam("delivery"), DELIVERY.c.state == "pending")
    .values(
        state="sending",
        lease_until=bindparam("until"),
        lease_token=bindparam("token"),
        tries=DELIVERY.c.tries + 1,
    )
    .returning(DELIVERY.c.id)
)
_SENT_AS = select(Delivery.external_id).where(
    Delivery.message_id == bindparam("message"),
    Delivery.address_id == bindparam("address"),
    Delivery.state == "sent",
)
_NOT_PAGED = select(Concern).where(Concern.escalation_id == bindparam("escalation"), col(Concern.paged_at).is_(None))
_UNDER_WAY = (
    select(Delivery, Message).join(Message, col(Message.id) == Delivery.message_id).where(Delivery.state == "sending")
)
_RUN_OUT = _UNDER_WAY.where(col(Delivery.lease_until) < bindparam("now"))


@dataclass(frozen=True, slots=True)
class Candidate:
    """The delivery that is next at one address."""

    delivery: Delivery
    address: Address

    @property
    def chat(self) -> int:
        assert self.address.id is not None
        return self.address.id


@dataclass(frozen=True, slots=True)
class Claim:
    """A delivery that is ours to send now: to whom, what, in which language, in place of which message.

    `link` is the reader's own page, in a notice; without the address of the installation.
    """

    delivery: int
    chat: int
    kind: str
    channel: str
    address: str
    body: Body
    language: str
    edits: str | None
    token: str
    tries: int
    link: str = ""
    last4: str = ""
    """The last digits of the reader's own number, where the message names them."""
    file: tuple[str, bytes] | None = None
    """A photo or a voice message: which of both, and its content."""


def candidates(session: Session, now: datetime) -> Iterator[Candidate]:
    """The next delivery of every chat in which something waits, the most pressing chat first. A chat whose next one
    has to wait takes nobody's place."""
    for delivery, address in session.exec(_CANDIDATES, params={"now": now}).all():
        yield Candidate(delivery, address)


def claim(session: Session, candidate: Candidate, now: datetime) -> Claim | None:
    """Lease a delivery; None when it no longer fits (and is dropped) or somebody else has it."""
    delivery, address = candidate.delivery, candidate.address
    message = session.get(Message, delivery.message_id)
    assert message is not None
    edits = _sent_as(session, message.replaces, candidate.chat) if message.replaces is not None else None
    expired = message.expires_at is not None and message.expires_at <= now
    if address.closed_at is not None or expired or (message.replaces is not None and edits is None):
        delivery.state = "dropped"
        return None
    if address.channel == NOTICE and not _may_be_noticed(session, delivery, message, address, now):
        return None
    token = secrets.token_hex(8)
    lease = {"delivery": delivery.id, "until": now + LEASE, "token": token}
    leased = session.execute(_LEASE, lease).scalar_one_or_none()
    if leased is None:
        return None
    body = from_json(message.body)
    return Claim(
        delivery=leased,
        chat=candidate.chat,
        kind=message.kind,
        channel=address.channel,
        address=address.value,
        body=body,
        language=_language(session, message, address),
        edits=edits,
        token=token,
        tries=delivery.tries,
        link=_link(session, address),
        last4=last_digits(session, message.participant_id) if message.item == NAMES_THE_NUMBER else "",
        file=_file(session, body),
    )


def _may_be_noticed(session: Session, delivery: Delivery, message: Message, route: Address, now: datetime) -> bool:
    """Whether a notice still tells something (else it is dropped), and may do so at this hour (else it waits)."""
    owner = owner_of(session, route)
    if isinstance(owner, Participant):
        if nudges.is_needless(session, message, owner):
            delivery.state = "dropped"
        elif (until := nudges.waits_until(owner, delivery.priority, now)) is not None:
            delivery.not_before = until
        else:
            return True
        return False
    if page_notices.is_needless(session, message):
        delivery.state = "dropped"
        return False
    return True


def _file(session: Session, body: Body) -> tuple[str, bytes] | None:
    attachment = session.get(Attachment, body.file) if body.file else None
    return (attachment.form, content_of(attachment)) if attachment is not None else None


def _link(session: Session, address: Address) -> str:
    """The way in of whoever a notice is for; none in a notice that is nobody's own."""
    owner = owner_of(session, address) if address.channel == NOTICE else None
    return (links.url_of(session, owner, "") or "") if owner is not None else ""


def last_digits(session: Session, participant_id: int | None) -> str:
    """The last four digits of a participant's number; empty where none is known."""
    identity = session.get(Identity, participant_id) if participant_id is not None else None
    digits = [letter for letter in (identity.phone or "") if letter.isdecimal()] if identity else []
    return "".join(digits[-4:])


def _sent_as(session: Session, message_id: int | None, address_id: int) -> str | None:
    """The channel's own id of a message at an address."""
    return session.exec(_SENT_AS, params={"message": message_id, "address": address_id}).first()


def _language(session: Session, message: Message, address: Address) -> str:
    if address.channel == NOTICE:
        owner = owner_of(session, address)
        return owner.language if owner else address.language
    if message.participant_id is not None:
        participant = session.get(Participant, message.participant_id)
        return participant.language if participant else address.language
    staff = session.get(Staff, message.staff_id) if message.staff_id else None
    return staff.language if staff else address.language


def mark(session: Session, claimed: Claim, **values: object) -> bool:
    """Write what became of a delivery; False when the lease is not ours any more, and nothing was written."""
    statement = (
        update(DELIVERY)
        .where(DELIVERY.c.id == claimed.delivery, DELIVERY.c.lease_token == claimed.token)
        .values(lease_token=None, lease_until=None, **values)
        .returning(DELIVERY.c.id)
    )
    return session.execute(statement).scalar_one_or_none() is not None


def sent(session: Session, claimed: Claim, external_id: str, words: str, now: datetime) -> None:
    """It arrived: keep the words as they were said, and when the question or the page first left."""
    values = {"external_id": external_id, "sent_at": now, "language": claimed.language, "rendered": words}
    if not mark(session, claimed, state="sent", **values):
        return
    delivery = session.get(Delivery, claimed.delivery)
    message = session.get(Message, delivery.message_id) if delivery else None
    if message is None:
        return
    if message.kind == "question" and message.check_in_id is not None:
        check_in = session.get(CheckIn, message.check_in_id)
        if check_in is not None and check_in.sent_at is None:
            check_in.sent_at = now
    if message.kind in ("page", "notice") and message.escalation_id is not None:
        for concern in session.exec(_NOT_PAGED, params={"escalation": message.escalation_id}).all():
            concern.paged_at = now


def later(session: Session, claimed: Claim, until: datetime, *, whole_chat: bool) -> None:
    """Try again, not before `until`; `whole_chat`: nothing else is sent there before that, emergencies excepted."""
    mark(session, claimed, state="pending", not_before=until)
    address = session.get(Address, claimed.chat)
    if whole_chat and address is not None:
        address.not_before = until


def recover(session: Session, now: datetime | None) -> None:
    """Deliveries whose lease ran out by `now` (None: all that are under way, after a restart of the only sender). It
    is not known whether they arrived: tips are left, everything else goes again."""
    found = session.exec(_UNDER_WAY) if now is None else session.exec(_RUN_OUT, params={"now": now})
    for delivery, message in found.all():
        delivery.state = "dropped" if message.kind == "tip" else "pending"
        delivery.lease_token, delivery.lease_until = None, None
