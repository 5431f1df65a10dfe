"""What staff do in the chat: take over, write to the participant, close with an outcome, look at lists."""

from datetime import datetime, timedelta

from sqlmodel import Session, select

from bot import acts
from bot.body import Body, Key
from bot.buttons import StaffButton, pack, unpack
from bot.channels import Inbound as Message
from bot.ladders import page_newcomer
from bot.languages import Languages
from bot.models import Address, Escalation, Participant, Staff
from bot.page_copies import send_page
from bot.pages import OUTCOMES, may_close, outcome_rows, outcomes_of
from bot.post import Concerning, say, say_to_address
from bot.reports.adherence import adherence_texts
from bot.staff_lists import send_open
from bot.undelivered import address_closed
from conversations.text import Text, _

WRITING = timedelta(minutes=15)
"""How long after “Message participant” or “Other” the next typed words belong to that escalation."""

STAFF_DESCRIPTIONS: dict[str, Text] = {
    "open": _("What is open"),
    "adherence": _("Who is answering, whom to phone"),
    "help": _("Help"),
}
STAFF_HELP = _(
    "Pages come by themselves. “I'm on it” takes one over; “Message participant” sends your next words; “Close…” ends "
    "it with an outcome. /open lists what is open, /adherence who is answering. What you type otherwise goes to nobody."
)
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
    desk = _Desk(session, staff, now, message.external_id)
    if message.form == "tap":
        _tapped(desk, message.tap)
    elif message.form == "start":
        desk.tell(STAFF_HELP)
    elif message.form == "text":
        _typed(desk, message.text.strip())
    elif message.form != "unblocked":
        desk.tell(_("I can pass on words only. Nothing was sent to anyone."))


class _Desk:
    """One member of staff, now."""

    def __init__(self, session: Session, staff: Staff, now: datetime, ref: str) -> None:
        self.session, self.staff, self.now, self.ref = session, staff, now, ref

    def tell(self, *texts: Text, rows: tuple[tuple[Key, ...], ...] = (), escalation: Escalation | None = None) -> None:
        about = Concerning(escalation=escalation.id if escalation else None)
        say(
            self.session,
            self.staff,
            "staff",
            f"staff:{self.staff.id}:{self.ref}",
            Body(texts, rows),
            self.now,
            about=about,
        )

    def show(self, escalation: Escalation) -> None:
        """The page as it stands, anew; it becomes the copy that is kept up to date."""
        send_page(self.session, escalation, self.staff, f"show:{self.ref}", self.now)


def _tapped(desk: _Desk, data: str) -> None:
    match unpack(data):
        case StaffButton(escalation=id, act=act, detail=detail):
            found = select(Escalation).where(Escalation.id == id).with_for_update(key_share=True)
            escalation = desk.session.exec(found).first()
            if escalation is None:
                desk.tell(NOT_KNOWN)
            else:
                _act(desk, escalation, act, detail)
        case _:
            desk.tell(NOT_KNOWN)


def _act(desk: _Desk, escalation: Escalation, act: str, detail: str) -> None:
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
            _("{code}: how does it end?", code=_code(desk, escalation)),
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
            desk.tell(_("{code}: closed. {outcome}.", code=_code(desk, escalation), outcome=outcomes[detail]))
    else:
        desk.tell(NOT_KNOWN)


def _expect_words(desk: _Desk, escalation: Escalation, what: str) -> None:
    desk.staff.writing_for, desk.staff.writing_what, desk.staff.writing_until = escalation.id, what, desk.now + WRITING
    code = _code(desk, escalation)
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


def _typed(desk: _Desk, text: str) -> None:
    staff = desk.staff
    if text.startswith("/"):
        _command(desk, text[1:].partition(" ")[0].partition("@")[0].lower())
        return
    escalation = desk.session.get(Escalation, staff.writing_for) if staff.writing_for else None
    in_time = staff.writing_until is not None and staff.writing_until >= desk.now
    what, staff.writing_for, staff.writing_what, staff.writing_until = staff.writing_what, None, None, None
    if escalation is None or not in_time or not text:
        desk.tell(_("This went to nobody. Press “Message participant” on a page first. /help says more."))
    elif what == "close" and escalation.phase != "closed":
        acts.close(desk.session, escalation, staff, "other", text, desk.now)
        desk.tell(_("{code}: closed. {outcome}.", code=_code(desk, escalation), outcome=OUTCOMES["other"]))
    elif what == "write":
        if acts.write_to_participant(desk.session, escalation, staff, text, desk.now):
            desk.tell(_("Sent to {code}. The answer comes back to you here.", code=_code(desk, escalation)))
        else:
            desk.tell(_("Nothing reaches {code} here. Please phone.", code=_code(desk, escalation)))
    else:
        desk.tell(_("This is closed already. Nothing was changed."), rows=_show_row(escalation))


def _command(desk: _Desk, name: str) -> None:
    match name:
        case "adherence":
            desk.tell(*adherence_texts(desk.session, desk.now))
        case "open":
            send_open(desk.session, desk.staff, desk.ref, desk.now)
        case "cancel":
            desk.staff.writing_for = desk.staff.writing_what = desk.staff.writing_until = None
            desk.tell(_("Left. Nothing was sent."))
        case "help" | "start":
            desk.tell(STAFF_HELP)
        case _:
            desk.tell(_("There is no such command."), STAFF_HELP)


def _show_row(escalation: Escalation) -> tuple[tuple[Key, ...], ...]:
    assert escalation.id is not None
    return ((Key(_("Show the page"), pack(StaffButton(escalation.id, "show"))),),)


def _code(desk: _Desk, escalation: Escalation) -> str:
    participant = desk.session.get(Participant, escalation.participant_id)
    assert participant is not None
    return participant.code
