"""The people of the study: who they are, the link by which each joins, and how one is removed or cut off.

A removed person stays in the tables, for their acts. Whatever would have been told to them is told to somebody else.
"""

import re

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from bot import links
from bot.enrolment import cut_links, new_link
from bot.languages import LANGUAGES
from bot.models import Address, Delivery, Escalation, Message, Staff
from bot.on_call import can_be_reached, staff_by_role
from bot.record import Author, NotDone

ROLES = ("doctor", "coordinator", "investigator")
LONGEST_NAME = 60

_NOTIFY = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://\S+")


def add(
    session: Session, name: str, role: str, author: Author, language: str = LANGUAGES[0], notify: str | None = None
) -> tuple[Staff, str]:
    """The new person, and the payload of the link by which they join: shown now and never again. Raises NotDone."""
    name = name.strip()
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise NotDone(f"a name has 1 to {LONGEST_NAME} letters, on one line")
    if role not in ROLES:
        raise NotDone(f"the role must be {', '.join(ROLES)}")
    if language not in LANGUAGES:
        raise NotDone(f"the language must be {' or '.join(LANGUAGES)}")
    if notify is not None and not _NOTIFY.fullmatch(notify):
        raise NotDone("the notice address must be an Apprise URL (name://…)")
    known = session.exec(select(Staff).where(Staff.name == name)).first()
    if known is not None:
        was = (
            "was removed; acts stay under that name, so give another" if known.removed_at else "is on the staff already"
        )
        raise NotDone(f"{name}: {was}")
    staff = Staff(name=name, role=role, language=language, notify=notify, created_at=author.now)
    session.add(staff)
    try:
        session.flush()
    except IntegrityError:
        raise NotDone(f"{name}: somebody entered this name at the same moment") from None
    author.record(session, "staff add", "staff", staff.id, role)
    return staff, new_link(session, staff, author.now)


def staff_named(session: Session, name: str) -> Staff:
    """The person with this name who is on the staff now, locked until the transaction ends. Raises NotDone."""
    found = session.exec(select(Staff).where(Staff.name == name.strip()).with_for_update()).first()
    if found is None:
        raise NotDone(f"{name}: there is nobody of this name on the staff")
    if found.removed_at is not None:
        raise NotDone(f"{name}: was removed on {found.removed_at.date()}")
    return found


def remove(session: Session, name: str, author: Author) -> Staff:
    """They are on the staff no more: no link, no page, no button of theirs works. Raises NotDone."""
    staff = staff_named(session, name)
    staff.removed_at = author.now
    _cut(session, staff, author, "removed")
    author.record(session, "staff remove", "staff", staff.id)
    return staff


def revoke(session: Session, name: str, author: Author) -> tuple[Staff, str]:
    """A lost phone, a link in wrong hands: links and accounts are cut, and a new link is made, whose payload is
    returned. Until they join again they are paged nowhere, so the next in line is. Raises NotDone."""
    staff = staff_named(session, name)
    for address in _cut(session, staff, author, "revoked"):
        address.staff_id = None  # whoever holds that account is a stranger from now on
    staff.joined_at = None
    author.record(session, "staff revoke", "staff", staff.id)
    return staff, new_link(session, staff, author.now)


def listed(session: Session) -> list[Staff]:
    """Everybody, removed ones too, in order of entry."""
    return list(session.exec(select(Staff).order_by(col(Staff.id))))


def on_duty(session: Session) -> int:
    """How many doctors and investigators can be paged now: on the staff, joined, with an account or a route."""
    return sum(can_be_reached(session, person) for person in staff_by_role(session, "doctor", "investigator"))


def _cut(session: Session, staff: Staff, author: Author, why: str) -> list[Address]:
    """Close every account and link of this person; what waits to be sent there is dropped and goes to others."""
    cut_links(session, staff, author.now)
    links.revoke(session, staff, author.now)
    staff.writing_for = staff.writing_what = staff.writing_until = None
    addresses = list(session.exec(select(Address).where(Address.staff_id == staff.id)))
    for address in addresses:
        address.closed_at, address.closed_why = address.closed_at or author.now, address.closed_why or why
    climbing = set(
        session.exec(select(Escalation.id).where(Escalation.phase == "held", Escalation.acknowledged_by == staff.id))
    )
    waiting = session.exec(
        select(Delivery, Message)
        .join(Message, col(Message.id) == Delivery.message_id)
        .where(Message.staff_id == staff.id, Delivery.state == "pending")
    )
    for delivery, message in waiting:
        delivery.state = "dropped"
        if message.kind == "page":
            climbing.add(message.escalation_id)
    _climb_now(session, climbing - {None}, author)
    return addresses


def _climb_now(session: Session, escalations: set[int | None], author: Author) -> None:
    """What only this person had been told, or had taken over, is told to the next one at the clock's next look."""
    rows = select(Escalation).where(col(Escalation.id).in_(escalations), Escalation.phase != "closed")
    for escalation in session.exec(rows.where(Escalation.severity != "review").with_for_update()):
        escalation.next_at = min(escalation.next_at or author.now, author.now)
