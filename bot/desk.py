"""What a participant sends: taps, words, commands, and anything else, each to where it belongs."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, select

from bot import participant_commands as commands
from bot import turns
from bot import wording_care as care
from bot.apply import Turn, waiting
from bot.body import Body
from bot.buttons import AnswerButton, CommandButton, unpack
from bot.channels import Inbound as Message
from bot.facts import log_of
from bot.languages import Languages, code_of
from bot.models import Act, Address, CheckIn, Participant
from bot.on_call import office
from bot.opening import open_check_in
from bot.post import say
from conversations.conversation import Reply
from conversations.prompt import ANEW, CHANGE, GO_ON, KEEP, REVISIT, RIGHT
from conversations.questionnaire import open_item
from conversations.questions import Choice, Option, Words
from conversations.text import Text, _

YES_NO = Choice("", _("Is that right?"), (Option("yes", _("Yes")), Option("no", _("No"))))


@dataclass(frozen=True, slots=True)
class Visit:
    """A participant at the desk: who, from which account, when, with which stored message."""

    session: Session
    participant: Participant
    address: Address
    now: datetime
    inbound_id: int
    languages: Languages

    def tell(self, *texts: Text, menu: bool = False) -> None:
        """A short answer outside any check-in."""
        body = Body(tuple(texts), menu=menu)
        say(self.session, self.participant, "tip", f"desk:{self.inbound_id}", body, self.now, only=self.address.channel)

    def turn(self, check_in: CheckIn) -> Turn:
        return turns.turn_of(self.session, self.participant, check_in, self.now, self.address.channel, self.inbound_id)


def said(visit: Visit, message: Message) -> None:
    """Take one message of a participant to where it belongs."""
    if message.form in ("blocked", "unblocked"):
        _blocked(visit, message.form == "blocked")
        return
    visit.address.closed_at = visit.address.closed_why = None
    if message.form == "tap":
        _tapped(visit, message.tap)
    elif (command := commands.command_of(message, visit.languages)) is not None:
        commands.run(visit, command)
    elif visit.participant.status not in ("active", "candidate"):
        visit.tell(care.STOPPED_NOTE)
    elif message.form in ("text", "start"):
        _typed(visit, message.text)
    else:
        _unasked(visit, Reply(text=message.text, form=message.form))


def _tapped(visit: Visit, data: str) -> None:
    match unpack(data):
        case AnswerButton(check_in=id, item=item, ask=ask, option=option):
            check_in = visit.session.get(CheckIn, id)
            if check_in is None or check_in.participant_id != visit.participant.id:
                visit.tell(care.NOT_YOURS)
            elif check_in.outcome == "paused":
                visit.tell(care.STOPPED_NOTE)
            else:
                go_on = option == GO_ON
                reply = Reply(item=None if go_on else item, option=option, ask=None if option == REVISIT else ask)
                turns.answer(visit.turn(check_in), reply)
        case CommandButton(command=name, choice=choice):
            commands.run(visit, commands.Command(name, choice))
        case _:
            visit.tell(care.NOT_YOURS)


def _typed(visit: Visit, text: str) -> None:
    check_in = waiting(visit.session, visit.participant)
    if check_in is None:
        _unasked(visit, Reply(text=text))
        return
    turn = visit.turn(check_in)
    given = turn.given(log_of(visit.session, check_in))
    item = open_item(turn.questionnaire, given)
    question = item.ask(given) if item else None
    if item is None or question is None or isinstance(question, Words) and not given.proposal:
        turns.answer(turn, Reply(text=text))
        return
    code = code_of(question, text, visit.languages)
    if given.proposal is not None:
        yes, no = (RIGHT, ANEW) if given.proposal.why == "dose" else (CHANGE, KEEP)
        code = {"yes": yes, "no": no}.get(code_of(YES_NO, text, visit.languages) or "", code)
    turns.answer(turn, Reply(text=text, item=item.id, option=code) if code else Reply(text=text))


def _unasked(visit: Visit, reply: Reply) -> None:
    """Words outside any question, a photo, a voice message, an edit: kept, and “do you feel unwell now?”."""
    if reply.form == "edit":
        check_in = waiting(visit.session, visit.participant)
        if check_in is not None:
            turns.note(visit.turn(check_in), reply)
            return
    open_one = visit.session.exec(
        select(CheckIn).where(
            CheckIn.participant_id == visit.participant.id,
            CheckIn.questionnaire == "red_flag_screen",
            CheckIn.outcome == "open",
            CheckIn.closes_at > visit.now,
        )
    ).first()
    if open_one is None:
        about = reply.form or "words"
        open_one = open_check_in(
            visit.session, visit.participant, "red_flag_screen", f"inbound:{visit.inbound_id}", visit.now, about=about
        )
    turns.note(visit.turn(open_one), reply)


def _blocked(visit: Visit, blocked: bool) -> None:
    """The participant blocked the bot: sending stops at once, and a coordinator is told."""
    visit.address.closed_at = visit.now if blocked else None
    visit.address.closed_why = "blocked" if blocked else None
    if blocked:
        tell_blocked(visit.session, visit.participant, visit.now, f"blocked:{visit.inbound_id}")


def tell_blocked(session: Session, participant: Participant, now: datetime, key: str) -> None:
    """Coordinators learn that a participant cannot be reached on a channel any more."""
    body = Body(
        (
            _(
                "{code} has blocked the bot or left Telegram. Nothing reaches them there. Please phone.",
                code=participant.code,
            ),
        )
    )
    for person in office(session):
        say(session, person, "staff", f"{key}:{person.id}", body, now)
    session.add(Act(at=now, by="anhao", action="address closed", object="participant", object_id=participant.id))
