"""What staff send in the chat, each to where it belongs: a button about an escalation, a command, words asked for.

What somebody who was removed presses is refused, recorded, and told.
"""

from datetime import datetime

from sqlmodel import Session, select

from bot import acts, attachments, escalation_chat, staff_commands, trial_pages
from bot.body import Body
from bot.buttons import CommandButton, StaffButton, unpack
from bot.channels import Inbound as Message
from bot.ladders import locked, page_newcomer
from bot.languages import Languages
from bot.models import Address, Escalation, Participant, Staff
from bot.post import say_to_address
from bot.staff_desk import Desk, code_of
from bot.undelivered import address_closed
from conversations.text import _

REMOVED = _("You are not on the staff of this study any more. Nothing was changed.")


def said(
    session: Session, staff: Staff, address: Address, message: Message, now: datetime, languages: Languages
) -> None:
    """Take one message of a member of staff."""
    if message.form == "blocked":
        assert address.id is not None
        address_closed(session, address.id, "blocked", now)
        return
    if staff.removed_at is not None:
        acts.refused(session, staff, message.tap or message.form, now)
        say_to_address(session, address, f"removed:{staff.id}:{message.external_id}", Body((REMOVED,)), now)
        return
    if address.closed_at is not None:
        address.closed_at = address.closed_why = None
        session.flush()
        page_newcomer(session, now)
    desk = Desk(session, staff, now, message.external_id, languages)
    if message.form == "tap":
        _tapped(desk, message.tap)
    elif message.form == "start":
        staff_commands.help(desk)
    elif message.form == "text":
        _typed(desk, message.text.strip())
    elif message.form in attachments.FORMS and message.file:
        _shown(desk, message)
    elif message.form != "unblocked":
        desk.tell(_("I can pass on words, photos and voice messages. Nothing was sent to anyone."))


def _shown(desk: Desk, message: Message) -> None:
    """A photo or a voice message, while somebody is being written to: it follows as soon as it is fetched."""
    staff = desk.staff
    in_time = staff.writing_until is not None and staff.writing_until >= desk.now
    escalation = desk.session.get(Escalation, staff.writing_for) if staff.writing_for and in_time else None
    topic, _colon, id = (staff.writing_what or "").partition(":")
    if escalation is not None and topic == "write":
        person = desk.session.get(Participant, escalation.participant_id)
    else:
        person = desk.participant(id) if topic == "write" and in_time else None
    if person is None or not attachments.note(desk.session, person.id or 0, message, desk.now, staff, escalation):
        desk.tell(_("This went to nobody. Press “Message participant” on a page first. /help says more."))
        return
    desk.leave()
    desk.tell(_("It goes to {code} in a moment. A photo loses its place and device on the way.", code=person.code))


def _tapped(desk: Desk, data: str) -> None:
    match unpack(data):
        case StaffButton(escalation=id, act=act, detail=detail):
            found = select(Escalation).where(Escalation.id == id).with_for_update(key_share=True)
            escalation = desk.session.exec(found).first()
            if escalation is None:
                desk.not_known()
            else:
                escalation_chat.tapped(desk, escalation, act, detail)
        case CommandButton(command="oncall", choice="seen"):
            trial_pages.seen(desk.session, desk.staff, desk.now)
            desk.tell(_("Thank you. It is recorded that the test page has arrived."))
        case CommandButton(command=command, choice=choice):
            staff_commands.pressed(desk, command, choice)
        case _:
            desk.not_known()


def _typed(desk: Desk, text: str) -> None:
    staff = desk.staff
    if text.startswith("/"):
        staff_commands.run(desk, text)
        return
    escalation = locked(desk.session, staff.writing_for) if staff.writing_for else None
    in_time = staff.writing_until is not None and staff.writing_until >= desk.now
    what, staff.writing_for, staff.writing_what, staff.writing_until = staff.writing_what, None, None, None
    if what and ":" in what and in_time and text:
        staff_commands.typed(desk, what, text)
    elif escalation is None or not in_time or not text:
        desk.tell(_("This went to nobody. Press “Message participant” on a page first. /help says more."))
    elif what is not None and escalation_chat.typed(desk, escalation, what, text):
        return
    elif what == "write":
        if acts.write_to_participant(desk.session, escalation, staff, text, desk.now):
            desk.tell(_("Sent to {code}. The answer comes back to you here.", code=code_of(desk, escalation)))
        else:
            desk.tell(_("Nothing reaches {code} here. Please phone.", code=code_of(desk, escalation)))
    else:
        desk.not_known()
