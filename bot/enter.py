"""Coming in: by an invite, once, within 14 days. Wrong, used and expired ones get the same neutral answer."""

from datetime import datetime

from sqlmodel import Session, select

from bot import invites, turns
from bot import wording_care as care
from bot.body import Body
from bot.channels import Inbound as Message
from bot.ladders import page_newcomer
from bot.models import Act, Address, Delivery, Invite, Participant, Staff
from bot.on_call import office
from bot.opening import open_check_in, unfinished
from bot.post import REPLY, say, say_to_address
from conversations.text import Text, _

REFUSED = _(
    "This link cannot be used. It may be too old, or used already. Please ask your study team for a new one, "
    "or ring {study_phone}. In an emergency call 120."
)
WHO_WE_ARE = _(
    "This is the check-in service of a study at {hospital}. To use it you need the link that your study team "
    "gives you. In an emergency call 120."
)
STAFF_WELCOME = _(
    "Welcome, {name}. Concerns of participants are paged to you here. Press “I'm on it” when you take one over, "
    "and “Close…” when it is done. /adherence shows who is answering, /open what is open."
)


def stranger(session: Session, address: Address, message: Message, now: datetime, inbound_id: int) -> None:
    """Somebody we do not know, or staff with a new link."""
    if message.form == "start" and message.text:
        by_invite(session, address, message, now, inbound_id)
    elif message.form not in ("blocked", "unblocked"):
        say_to_address(session, address, f"stranger:{inbound_id}", Body((WHO_WE_ARE,)), now)


def by_invite(session: Session, address: Address, message: Message, now: datetime, inbound_id: int) -> None:
    """Let in whoever holds a fresh invite; repeat to its holder where they are; refuse all others alike."""
    invite = _invite(session, message.text)
    if invite is not None and invite.used_by == address.id and _is_theirs(address, invite):
        _again(session, address, now, inbound_id)
        return
    if invite is None or invite.used_at is not None or invite.expires_at <= now or _belongs_elsewhere(address, invite):
        if invite is not None and invite.used_at is not None and invite.participant_id is not None:
            _second_account(session, invite, address, now)
        say_to_address(session, address, f"refused:{inbound_id}", Body((REFUSED,)), now)
        return
    invite.used_at, invite.used_by = now, address.id
    if invite.participant_id is not None:
        _participant_enters(session, address, invite.participant_id, now, inbound_id)
    elif invite.staff_id is not None:
        _staff_joins(session, address, invite.staff_id, now, inbound_id)


def _invite(session: Session, payload: str) -> Invite | None:
    """The invite whose secret this is. A wrong one takes as long as a right one."""
    code = invites.parse(payload)
    found = session.exec(select(Invite).where(Invite.selector == code.selector)).first() if code else None
    stored = found.secret_hash if found else invites.NO_SUCH_INVITE
    right = invites.verify(code.secret if code else "", stored)
    return found if right else None


def _is_theirs(address: Address, invite: Invite) -> bool:
    """The account that came in by this invite, and has not been replaced by another one since."""
    owner = (address.participant_id, address.staff_id)
    return owner == (invite.participant_id, invite.staff_id) and owner != (None, None)


def _belongs_elsewhere(address: Address, invite: Invite) -> bool:
    """One account is one person: it never becomes somebody else's."""
    other_participant = address.participant_id is not None and address.participant_id != invite.participant_id
    other_staff = address.staff_id is not None and address.staff_id != invite.staff_id
    return other_participant or other_staff


def _replace_addresses(session: Session, address: Address, person: Participant | Staff, now: datetime) -> None:
    """A new account by a new invite takes the place of the old one on that channel: whoever holds the old one is a
    stranger from now on, and what waits to be sent there is dropped."""
    owner = Address.participant_id if isinstance(person, Participant) else Address.staff_id
    olds = session.exec(
        select(Address).where(owner == person.id, Address.channel == address.channel, Address.id != address.id)
    ).all()
    for old in olds:
        for waiting in session.exec(
            select(Delivery).where(Delivery.address_id == old.id, Delivery.state == "pending")
        ).all():
            waiting.state = "dropped"
        old.participant_id = old.staff_id = old.closed_at = old.closed_why = None
        what = "participant" if isinstance(person, Participant) else "staff"
        session.add(Act(at=now, by="anhao", action="address replaced", object=what, object_id=person.id))
    address.closed_at = address.closed_why = None


def _participant_enters(
    session: Session, address: Address, participant_id: int, now: datetime, inbound_id: int
) -> None:
    participant = session.get(Participant, participant_id)
    assert participant is not None
    _replace_addresses(session, address, participant, now)
    address.participant_id = participant.id
    participant.reply_channel, participant.heard_at = address.channel, now
    if participant.status == "stopped":
        participant.status = "active" if participant.start is not None else "candidate"
        participant.agreed_at = None
        session.add(
            Act(at=now, by=participant.code, action="start again", object="participant", object_id=participant.id)
        )
    if participant.agreed_at is None:
        participant.language = address.language
    session.flush()
    _again(session, address, now, inbound_id)


def _again(session: Session, address: Address, now: datetime, inbound_id: int) -> None:
    """Where this person stands: the welcome until they agreed, afterwards what waits."""
    participant = session.get(Participant, address.participant_id) if address.participant_id else None
    if participant is None:
        return
    if participant.status not in ("active", "candidate"):
        say(session, participant, "tip", f"again:{inbound_id}", Body((care.STOPPED_NOTE,)), now, only=address.channel)
    elif participant.agreed_at is None:
        welcome = unfinished(session, participant, "welcome", now)
        welcome = welcome or open_check_in(session, participant, "welcome", f"invite:{inbound_id}", now)
        turns.begin(turns.turn_of(session, participant, welcome, now, address.channel, inbound_id))
    elif turns.go_on(session, participant, now, address.channel) is None:
        body = Body((_("You are in. Nothing is open right now; the next question comes by itself."),), menu=True)
        say(session, participant, "tip", f"again:{inbound_id}", body, now, only=address.channel)


def _staff_joins(session: Session, address: Address, staff_id: int, now: datetime, inbound_id: int) -> None:
    staff = session.get(Staff, staff_id)
    assert staff is not None
    _replace_addresses(session, address, staff, now)
    address.staff_id, staff.joined_at = staff.id, staff.joined_at or now
    session.flush()
    body = Body((Text(STAFF_WELCOME.id, (("name", staff.name),)),))
    say(session, staff, "staff", f"joined:{inbound_id}", body, now, priority=REPLY)
    session.flush()
    page_newcomer(session, now)


def _second_account(session: Session, invite: Invite, address: Address, now: datetime) -> None:
    """Somebody else holds a used invite: a coordinator should know, once for each such account."""
    participant = session.get(Participant, invite.participant_id)
    assert participant is not None
    body = Body(
        (
            _(
                "A second account tried the used invite of {code}. It was refused. "
                "Please ask whether the link was passed on.",
                code=participant.code,
            ),
        )
    )
    for person in office(session):
        say(session, person, "staff", f"second:{invite.id}:{address.id}:{person.id}", body, now)
