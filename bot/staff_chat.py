"""What staff do in the chat: take over, write to the participant, close with an outcome, look at lists."""

from datetime import datetime, timedelta

from sqlmodel import Session, select

from bot import acts, attachments, staff_commands
from bot.body import Body, Key
from bot.buttons import CommandButton, StaffButton, pack, unpack
from bot.channels import Inbound as Message
from bot.ladders import page_newcomer
from bot.languages import Languages
from bot.models import Address, Escalation, Participant, Staff
from bot.pages import OUTCOMES, may_close, outcome_rows, outcomes_of
from bot.post import say_to_address
from bot.staff_desk import Desk, code_of
from bot.undelivered import address_closed
from conversations.text import Text, _

WRITING = timedelta(minutes=15)
"""How long after “Message participant” or “Other” the next typed words belong to that escalation."""

REMOVED = _("You are not on the staff of this study any more. Nothing was changed.")
NOT_KNOWN = _("That button does not belong here. Nothing was changed.")
TAKEN = _("{name} has it already.")


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
    elif message.form in attachments.FORMS:
        _shown(desk, message)
    elif message.form != "unblocked":
        desk.tell(_("I can pass on words only. Nothing was sent to anyone."))


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
                desk.tell(NOT_KNOWN)
            else:
                _act(desk, escalation, act, detail)
        case CommandButton(command=command, choice=choice):
            staff_commands.pressed(desk, command, choice)
        case _:
            desk.tell(NOT_KNOWN)


def _act(desk: Desk, escalation: Escalation, act: str, detail: str) -> None:
    if act == "show":
        desk.show(escalation)
    elif escalation.phase == "closed":
        desk.tell(_("This is closed already. Nothing was changed."), rows=_show_row(escalation))
    elif act == "ack":
        holder = acts.acknowledge(desk.session, escalation, desk.staff, desk.now)
        if holder.id != desk.staff.id:
            desk.tell(Text(TAKEN.id, (("name", holder.name),)))
    elif act == "take":
        holder = acts.take_over(desk.session, escalation, desk.staff, desk.now)
        if holder.id != desk.staff.id:
            desk.tell(Text(TAKEN.id, (("name", holder.name),)))
    elif act == "write":
        _expect_words(desk, escalation, "write")
    elif act == "close" and not may_close(desk.staff, escalation):
        desk.tell(_("Only a doctor closes an urgent matter or an emergency. Nothing was changed."))
    elif act == "close":
        desk.tell(
            _("{code}: how does it end?", code=code_of(desk, escalation)),
            rows=tuple(outcome_rows(desk.session, escalation, desk.staff)),
            escalation=escalation,
        )
    elif act == "out" and may_close(desk.staff, escalation):
        outcomes = outcomes_of(desk.session, escalation, desk.staff)
        if detail not in outcomes:
            desk.tell(NOT_KNOWN)
        elif detail == "other":
            _expect_words(desk, escalation, "close")
        else:
            acts.close(desk.session, escalation, desk.staff, detail, "", desk.now)
            desk.tell(_("{code}: closed. {outcome}.", code=code_of(desk, escalation), outcome=outcomes[detail]))
    else:
        desk.tell(NOT_KNOWN)


def _expect_words(desk: Desk, escalation: Escalation, what: str) -> None:
    desk.staff.writing_for, desk.staff.writing_what, desk.staff.writing_until = escalation.id, what, desk.now + WRITING
    code = code_of(desk, escalation)
    if what == "write":
        participant = desk.session.get(Participant, escalation.participant_id)
        language = _("Chinese") if participant and participant.language == "zh" else _("English")
        desk.tell(
            _(
                "Your next message goes to {code}, word for word. {code} reads {language}. /cancel to leave it.",
                code=code,
                language=language,
            )
        )
    else:
        desk.tell(_("Please write in a few words how it ended for {code}. /cancel to leave it.", code=code))


def _typed(desk: Desk, text: str) -> None:
    staff = desk.staff
    if text.startswith("/"):
        staff_commands.run(desk, text)
        return
    escalation = desk.session.get(Escalation, staff.writing_for) if staff.writing_for else None
    in_time = staff.writing_until is not None and staff.writing_until >= desk.now
    what, staff.writing_for, staff.writing_what, staff.writing_until = staff.writing_what, None, None, None
    if what and ":" in what and in_time and text:
        staff_commands.typed(desk, what, text)
    elif escalation is None or not in_time or not text:
        desk.tell(_("This went to nobody. Press “Message participant” on a page first. /help says more."))
    elif what == "close" and escalation.phase != "closed":
        acts.close(desk.session, escalation, staff, "other", text, desk.now)
        desk.tell(_("{code}: closed. {outcome}.", code=code_of(desk, escalation), outcome=OUTCOMES["other"]))
    elif what == "write":
        if acts.write_to_participant(desk.session, escalation, staff, text, desk.now):
            desk.tell(_("Sent to {code}. The answer comes back to you here.", code=code_of(desk, escalation)))
        else:
            desk.tell(_("Nothing reaches {code} here. Please phone.", code=code_of(desk, escalation)))
    else:
        desk.tell(_("This is closed already. Nothing was changed."), rows=_show_row(escalation))


def _show_row(escalation: Escalation) -> tuple[tuple[Key, ...], ...]:
    assert escalation.id is not None
    return ((Key(_("Show the page"), pack(StaffButton(escalation.id, "show"))),),)
