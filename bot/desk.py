"""What a participant sends: taps, words, commands, and anything else, each to where it belongs."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from bot import edits, replies, turns
from bot import participant_commands as commands
from bot import wording_care as care
from bot.apply import Turn, waiting
from bot.body import Body
from bot.buttons import AnswerButton, CommandButton, unpack
from bot.channels import Inbound as Message
from bot.facts import log_of
from bot.languages import Languages, code_of
from bot.models import Act, Address, CheckIn, Participant
from bot.on_call import office
from bot.opening import open_check_in, unfinished
from bot.post import say
from bot.turns import OF_A_COMMAND
from conversations.conversation import Reply
from conversations.events import Asked
from conversations.given import Given
from conversations.hours import read_time
from conversations.prompt import ANEW, BACK, CHANGE, GO_ON, KEEP, REVISIT, RIGHT, SKIP
from conversations.questionnaire import Item, is_stopped, open_item
from conversations.questions import Choice, Choices, Option, Unclear, Words
from conversations.text import Text, _

STOPPED_LISTENS = timedelta(hours=2)
"""So long after an emergency message what is typed belongs to the check-in that it stopped."""

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
        return
    check_in = waiting(visit.session, visit.participant)
    if (command := commands.command_of(message, visit.languages)) is not None:
        commands.run(visit, command)
    elif check_in is None and visit.participant.status not in ("active", "candidate"):
        visit.tell(care.STOPPED_NOTE)
    elif message.form == "edit" and (answered := _answered_by(visit, message)) is not None:
        _amended(visit, *answered, message.text)
    elif message.form not in ("text", "start"):
        _sent(visit, check_in, Reply(text=message.text, form=message.form))
    elif commands.is_time_asked(visit) and read_time(message.text) is not None:
        commands.run(visit, commands.Command("time", message.text))
    elif check_in is not None and _belongs_elsewhere(visit, check_in, message.tap):
        turns.note(visit.turn(check_in), Reply(text=message.text))
    elif (written := replies.unanswered(visit)) is not None and not _fits(visit, check_in, message.text):
        replies.by_words(visit, written, message.text)
    else:
        _typed(visit, check_in, message.text)


def _tapped(visit: Visit, data: str) -> None:
    match unpack(data):
        case AnswerButton(check_in=id, item=item, ask=ask, option=option):
            check_in = visit.session.get(CheckIn, id)
            if check_in is None or check_in.participant_id != visit.participant.id:
                visit.tell(care.NOT_YOURS)
            elif check_in.outcome == "paused":
                stopped = visit.participant.status not in ("active", "candidate")
                visit.tell(care.STOPPED_NOTE if stopped else care.OVER)
            elif check_in.questionnaire in OF_A_COMMAND and check_in.outcome != "open":
                visit.tell(care.OVER if visit.participant.agreed_at else care.START_AGAIN)
            else:
                go_on = option == GO_ON
                reply = Reply(item=None if go_on else item, option=option, ask=None if option == REVISIT else ask)
                turns.answer(visit.turn(check_in), reply)
        case CommandButton(command=name, choice=choice):
            commands.run(visit, commands.Command(name, choice))
        case _:
            visit.tell(care.NOT_YOURS)


def _typed(visit: Visit, check_in: CheckIn | None, text: str) -> None:
    if check_in is None:
        _unasked(visit, Reply(text=text))
        return
    turn = visit.turn(check_in)
    given = turn.given(log_of(visit.session, check_in))
    item = open_item(turn.questionnaire, given)
    stopped = is_stopped(given)
    if stopped and check_in.asked_at is not None and visit.now - check_in.asked_at > STOPPED_LISTENS:
        _unasked(visit, Reply(text=text))
        return
    if item is None or (stopped and not _is_ticking(item, given)):
        turns.answer(turn, Reply(text=text))
        return
    question = item.ask(given)
    if isinstance(question, Words) and not given.proposal:
        code = {SKIP: SKIP, BACK: BACK}.get(code_of(question, text, visit.languages) or "")
        turns.answer(turn, Reply(text=text, item=item.id, option=code) if code else Reply(text=text))
        return
    code = code_of(question, text, visit.languages)
    if given.proposal is not None:
        yes, no = (RIGHT, ANEW) if given.proposal.why == "dose" else (CHANGE, KEEP)
        code = {"yes": yes, "no": no}.get(code_of(YES_NO, text, visit.languages) or "", code)
    turns.answer(turn, Reply(text=text, item=item.id, option=code) if code else Reply(text=text))


def _fits(visit: Visit, check_in: CheckIn | None, text: str) -> bool:
    """Whether words can be an answer to the open question, other than as words."""
    if check_in is None:
        return False
    turn = visit.turn(check_in)
    given = turn.given(log_of(visit.session, check_in))
    item = open_item(turn.questionnaire, given)
    if item is None or (is_stopped(given) and not _is_ticking(item, given)):
        return False
    question = item.ask(given)
    if isinstance(question, Words):
        return given.proposal is not None
    shown_back = given.proposal is not None and code_of(YES_NO, text, visit.languages) is not None
    return (
        shown_back
        or code_of(question, text, visit.languages) is not None
        or not isinstance(question.read(text), Unclear)
    )


def _answered_by(visit: Visit, message: Message) -> tuple[CheckIn, str] | None:
    return edits.answered_by(visit.session, visit.participant, message.channel, message.message)


def _amended(visit: Visit, check_in: CheckIn, item: str, text: str) -> None:
    """The message that answered this item says something else now."""
    turn = visit.turn(check_in)
    given, definition = turn.given(log_of(visit.session, check_in)), turn.questionnaire.item(item)
    question = definition.ask(given) if definition is not None and definition.when(given) else None
    code = None if question is None or isinstance(question, Words) else code_of(question, text, visit.languages)
    turns.amend(turn, Reply(text=text, item=item, option=code))


def _belongs_elsewhere(visit: Visit, check_in: CheckIn, about: str) -> bool:
    """Whether the words were typed under a question that is not open any more (a page says under which)."""
    match unpack(about):
        case AnswerButton(check_in=id, item=item):
            turn = visit.turn(check_in)
            now_open = open_item(turn.questionnaire, turn.given(log_of(visit.session, check_in)))
            return id != check_in.id or now_open is None or item != now_open.id
    return False


def _is_ticking(item: Item, given: Given) -> bool:
    """A list whose ticks stopped the check-in may be ticked on."""
    asked = any(isinstance(event, Asked) and event.item == item.id for event in given.log)
    return asked and item.id not in given.settled and isinstance(item.ask(given), Choices)


def _sent(visit: Visit, check_in: CheckIn | None, reply: Reply) -> None:
    """A photo, a voice message, a sticker, an edit: into the question that asks for words, else unasked."""
    if check_in is not None:
        turn = visit.turn(check_in)
        given = turn.given(log_of(visit.session, check_in))
        item = open_item(turn.questionnaire, given)
        spoken = item is not None and isinstance(item.ask(given), Words)
        if reply.form == "edit" or spoken or is_stopped(given):
            turns.note(turn, reply)
            return
    _unasked(visit, reply)


def _unasked(visit: Visit, reply: Reply) -> None:
    """Words outside any question, a photo, a voice message: kept, and “do you feel unwell now?”."""
    open_one = unfinished(visit.session, visit.participant, "red_flag_screen", visit.now)
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
