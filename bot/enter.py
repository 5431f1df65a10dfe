"""Coming in: by an invite, once, within 14 days. Wrong, used and expired ones get the same neutral answer."""

from datetime import datetime

from sqlmodel import Session, col, select

from bot import invites, turns
from bot.body import Body
from bot.channels import Inbound as Message
from bot.ladders import page_newcomer
from bot.models import Address, Invite, Participant, Staff
from bot.on_call import office
from bot.opening import open_check_in
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
    if invite is not None and invite.used_by == address.id and invite.used_at is not None:
        _again(session, address, now, inbound_id)
        return
    if invite is None or invite.used_at is not None or invite.expires_at <= now or _belongs_elsewhere(address, invite):
        if invite is not None and invite.used_at is not None and invite.participant_id is not None:
            _second_account(session, invite, now, inbound_id)
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


def _belongs_elsewhere(address: Address, invite: Invite) -> bool:
    """One account is one person: it never becomes somebody else's."""
    other_participant = address.participant_id is not None and address.participant_id != invite.participant_id
    other_staff = address.staff_id is not None and address.staff_id != invite.staff_id
    return other_participant or other_staff


def _replace_addresses(session: Session, address: Address, column: object, person_id: int, now: datetime) -> None:
    """A new account by a new invite takes the place of the old one on that channel."""
    olds = session.exec(
        select(Address).where(column == person_id, Address.channel == address.channel, Address.id != address.id)  # type: ignore[arg-type]  # a column
    ).all()
    for old in olds:
        old.closed_at, old.closed_why = old.closed_at or now, old.closed_why or "replaced"
    address.closed_at = address.closed_why = None


def _participant_enters(
    session: Session, address: Address, participant_id: int, now: datetime, inbound_id: int
) -> None:
    participant = session.get(Participant, participant_id)
    assert participant is not None
    _replace_addresses(session, address, col(Address.participant_id), participant_id, now)
    address.participant_id = participant.id
    participant.reply_channel, participant.heard_at = address.channel, now
    if participant.agreed_at is None:
        participant.language = address.language
    session.flush()
    _again(session, address, now, inbound_id)


def _again(session: Session, address: Address, now: datetime, inbound_id: int) -> None:
    """Where this person stands: the welcome until they agreed, afterwards what waits."""
    participant = session.get(Participant, address.participant_id) if address.participant_id else None
    if participant is None:
        return
    if participant.agreed_at is None:
        welcome = open_check_in(session, participant, "welcome", f"invite:{inbound_id}", now)
        turns.begin(turns.turn_of(session, participant, welcome, now, address.channel, inbound_id))
    elif turns.go_on(session, participant, now, address.channel) is None:
        body = Body((_("You are in. Nothing is open right now; the next question comes by itself."),), menu=True)
        say(session, participant, "tip", f"again:{inbound_id}", body, now, only=address.channel)


def _staff_joins(session: Session, address: Address, staff_id: int, now: datetime, inbound_id: int) -> None:
    staff = session.get(Staff, staff_id)
    assert staff is not None
    _replace_addresses(session, address, col(Address.staff_id), staff_id, now)
    address.staff_id, staff.joined_at = staff.id, staff.joined_at or now
    session.flush()
    body = Body((Text(STAFF_WELCOME.id, (("name", staff.name),)),))
    say(session, staff, "staff", f"joined:{inbound_id}", body, now, priority=REPLY)
    session.flush()
    page_newcomer(session, now)


def _second_account(session: Session, invite: Invite, now: datetime, inbound_id: int) -> None:
    """Somebody else holds a used invite: a coordinator should know."""
    participant = session.get(Participant, invite.participant_id)
    assert participant is not None
    body = Body(
        (
            _(
                "A second account tried the used invite of {code}. It was refused. Please ask whether the link was passed on.",
                code=participant.code,
            ),
        )
    )
    for person in office(session):
        say(session, person, "staff", f"second:{inbound_id}:{person.id}", body, now)
