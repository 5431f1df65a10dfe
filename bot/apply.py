"""Events become rows: the log entry, the answer, the concern with its escalation, the next question.

One exhaustive match, one transaction, the same road for a reply and for the clock. Nothing is sent
here: messages go to the outbox and leave after the commit.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import assert_never

from sqlalchemy import bindparam
from sqlmodel import Session, col, func, select

from bot import wording
from bot.body import Body, Key, asking
from bot.buttons import AnswerButton, pack
from bot.concerns import raise_concerns, refresh_pages
from bot.models import Answer, CheckIn, LogEntry, Participant
from bot.nudges import nudge_to_check_in
from bot.post import EMERGENCY, REMINDER, REPLY, Concerning, body_of, question_message, redraw, say
from bot.stored import event_to_json, facts_to_json
from bot.waking import wake_at
from bot.wording import shown
from conversations import advice
from conversations.events import (
    Advised,
    Answered,
    Asked,
    Completed,
    ConcernRaised,
    Corrected,
    Event,
    Expired,
    Ignored,
    Led,
    Log,
    Noted,
    NotUnderstood,
    Picked,
    Postponed,
    Proposed,
    Resumed,
    Revisited,
    Skipped,
    Turned,
    Withdrawn,
)
from conversations.facts import Facts
from conversations.given import Given
from conversations.prompt import GO_ON_ROWS, Button, prompt
from conversations.questionnaire import Questionnaire, is_stopped, open_item
from conversations.questions import Words
from conversations.text import Text

_REVISION = select(func.max(Answer.revision)).where(
    Answer.check_in_id == bindparam("check_in"), Answer.item == bindparam("item")
)
_WAITING = (
    select(CheckIn)
    .where(CheckIn.participant_id == bindparam("participant"), col(CheckIn.asked_at).is_not(None))
    .order_by(col(CheckIn.asked_at).desc(), col(CheckIn.id).desc())
    .limit(1)
)


@dataclass
class Turn:
    """One turn of one check-in: whose, by which channel (None: the clock's), and what has to be said."""

    session: Session
    participant: Participant
    check_in: CheckIn
    questionnaire: Questionnaire
    facts: Facts
    now: datetime
    channel: str | None = None
    inbound_id: int | None = None
    reminder: bool = False
    says: list[Text] = field(default_factory=list)
    advises: bool = False
    """Whether what has to be said holds advice: then it is sent until it has arrived."""
    raised: list[ConcernRaised] = field(default_factory=list)

    def given(self, log: Log) -> Given:
        return Given(self.facts, log, self.now)


def apply(turn: Turn, log: Log, events: list[Event]) -> Log:
    """Give effect to the events of a turn; the log as it is afterwards."""
    if turn.channel:
        turn.check_in.heard_at = turn.now
    for event in events:
        _append(turn, len(log), event)
        log = (*log, event)
        _effect(turn, log, event)
    if turn.says:
        kind = "advice" if turn.advises else "tip"
        _say(turn, f"says:{turn.check_in.id}:{len(log)}", Body(tuple(turn.says)), kind)
        turn.says.clear()
    if not is_stopped(turn.given(log)) and open_item(turn.questionnaire, turn.given(log)) is None:
        turn.check_in.asked_at = None
    turn.check_in.facts = facts_to_json(turn.facts)
    turn.check_in.wake_at = wake_at(turn.check_in, turn.questionnaire, turn.given(log))
    raise_concerns(turn.session, turn.participant, turn.check_in, turn.given(log), turn.raised, turn.now)
    if not turn.raised and any(isinstance(event, Advised | Completed) for event in events):
        refresh_pages(turn.session, turn.check_in, turn.now)
    turn.session.flush()
    return log


def _append(turn: Turn, n: int, event: Event) -> None:
    assert turn.check_in.id is not None
    turn.session.add(
        LogEntry(
            check_in_id=turn.check_in.id,
            n=n,
            at=event.at,
            kind=event.kind,
            inbound_id=turn.inbound_id,
            event=event_to_json(event),
        )
    )


def _effect(turn: Turn, log: Log, event: Event) -> None:
    match event:
        case Asked():
            _ask(turn, log, event)
        case Answered() | Corrected():
            _store_answer(turn, log, event.item, event.value, event.raw, "answered")
            _mark(turn, log, event.item)
            if isinstance(event, Corrected):
                turn.says.append(wording.corrected(turn.questionnaire, turn.given(log), event))
        case Skipped():
            _store_answer(turn, log, event.item, None, "", "declined" if event.declined else "skipped")
            _mark(turn, log, event.item)
        case Picked() | Turned():
            _redraw_question(turn, log, event.item)
        case Withdrawn():
            _mark(turn, log, event.item)
        case NotUnderstood():
            turn.says += wording.not_understood(turn.questionnaire, turn.given(log), event)
        case Noted():
            turn.says += wording.noted(turn.given(log), event)
        case Ignored():
            turn.says += wording.ignored(turn.questionnaire, turn.given(log), event)
        case ConcernRaised():
            turn.raised.append(event)
        case Advised():
            _advise(turn, log, event)
        case Postponed():
            turn.check_in.asked_at = None
            _put_away(turn, event.item, len(log))
            turn.says.append(wording.postponed(event.until, turn.now, turn.facts.zone))
        case Completed():
            _complete(turn, log)
        case Expired():
            turn.check_in.asked_at = None
            turn.check_in.outcome = outcome_of(turn.check_in, turn.given(log))
        case Proposed() | Revisited() | Resumed() | Led():
            pass
        case _:
            assert_never(event)


def _ask(turn: Turn, log: Log, event: Asked) -> None:
    """Put the open question, with what is to be said before it; its earlier copy loses its buttons."""
    item = turn.questionnaire.item(event.item)
    assert item is not None
    check_in, number = turn.check_in, sum(isinstance(e, Asked) and e.item == event.item for e in log)
    assert check_in.id is not None
    if (earlier := question_message(turn.session, check_in.id, event.item)) is not None:
        body = body_of(earlier)
        if body.rows:
            redraw(turn.session, earlier, Body(body.paragraphs), f"again:{check_in.id}:{len(log)}", turn.now)
    shown = prompt(turn.questionnaire, item, turn.given(log))
    check_in.asked_at = turn.now
    check_in.begun_at = check_in.begun_at or turn.now
    _say(
        turn,
        f"asks:{check_in.id}:{len(log)}",
        asking(shown, check_in.id, number, tuple(turn.says)),
        "question",
        event.item,
        number,
    )
    if turn.channel is None:
        nudge_to_check_in(turn.session, turn.participant, check_in, f"{check_in.id}:{len(log)}", turn.now)
    turn.says.clear()


def _say(
    turn: Turn,
    key: str,
    body: Body,
    kind: str,
    item: str | None = None,
    ask: int | None = None,
    priority: int | None = None,
) -> None:
    """A reply goes to the channel last used, what the clock says to all."""
    about = Concerning(turn.check_in.id, item, ask, expires_at=None if turn.channel else turn.check_in.closes_at)
    if priority is None:
        priority = REPLY if turn.channel else REMINDER
    say(turn.session, turn.participant, kind, key, body, turn.now, priority=priority, only=turn.channel, about=about)


def _store_answer(turn: Turn, log: Log, item: str, value: str | None, raw: str, state: str) -> None:
    check_in, definition = turn.check_in, turn.questionnaire.item(item)
    assert check_in.id is not None
    assert definition is not None
    before = turn.session.exec(_REVISION, params={"check_in": check_in.id, "item": item}).one()
    free = isinstance(definition.ask(turn.given(log)), Words)
    turn.session.add(
        Answer(
            check_in_id=check_in.id,
            item=item,
            revision=(before or 0) + 1,
            state=state,
            value=None if free else value,
            words=(value if free else raw) or None,
            language=turn.participant.language,
            channel=turn.channel or "clock",
            late=turn.now > check_in.closes_at,
            at=turn.now,
        )
    )


def _mark(turn: Turn, log: Log, item: str) -> None:
    """The answered question is edited to “✓ answer”: shown as saved only once it is."""
    message, definition = question_message(turn.session, turn.check_in.id, item), turn.questionnaire.item(item)
    if message is None or definition is None:
        return
    given = turn.given(log)
    value = given.answers.get(item)
    told = wording.saved(shown(definition.ask(given), value)) if value is not None else wording.SKIPPED
    paragraphs = (definition.ask(given).text, told)
    redraw(turn.session, message, Body(paragraphs), f"mark:{turn.check_in.id}:{len(log)}", turn.now)


def _put_away(turn: Turn, item: str, place: int) -> None:
    """The question loses its buttons: it is put again later."""
    message = question_message(turn.session, turn.check_in.id, item)
    if message is not None and (body := body_of(message)).rows:
        redraw(turn.session, message, Body(body.paragraphs), f"away:{turn.check_in.id}:{place}", turn.now)


def _redraw_question(turn: Turn, log: Log, item: str) -> None:
    """Ticks and pages of a multiple choice show in the message itself."""
    message, definition = question_message(turn.session, turn.check_in.id, item), turn.questionnaire.item(item)
    if message is None or definition is None or turn.check_in.id is None:
        return
    body = asking(prompt(turn.questionnaire, definition, turn.given(log)), turn.check_in.id, message.ask or 1)
    redraw(turn.session, message, body, f"ticks:{turn.check_in.id}:{len(log)}", turn.now, REPLY)


def _advise(turn: Turn, log: Log, event: Advised) -> None:
    given = turn.given(log)
    rules = [rule for rule in turn.questionnaire.rules if rule.id in event.rules]
    sentences = advice.sentences(event.message, rules, given)
    if event.message not in ("M-E", "M-S"):
        turn.says += sentences
        turn.advises = True
        return
    turn.says.clear()  # nothing else is to be read now
    rows: tuple[tuple[Key, ...], ...] = ()
    if open_item(turn.questionnaire, given) is not None:
        rows = tuple(tuple(_go_on(turn, button) for button in row) for row in GO_ON_ROWS)
    turn.check_in.asked_at = turn.now  # what is typed now belongs here
    _say(turn, f"advice:{turn.check_in.id}:{len(log)}", Body(tuple(sentences), rows), "advice", priority=EMERGENCY)


def _go_on(turn: Turn, button: Button) -> Key:
    assert turn.check_in.id is not None
    return Key(button.label, pack(AnswerButton(turn.check_in.id, "", 0, button.code)))


def _complete(turn: Turn, log: Log) -> None:
    check_in, given = turn.check_in, turn.given(log)
    if not is_stopped(given):
        check_in.asked_at = None
    check_in.completed_at = turn.now
    check_in.outcome = "answered" if turn.now <= check_in.closes_at else "answered_late"
    told = {rule for event in log if isinstance(event, Advised) for rule in event.rules}
    hits = [rule for rule in turn.questionnaire.rules if rule.id in given.raised and rule.message]
    if turn.questionnaire.thanks and all(rule.id in told for rule in hits) and not is_stopped(given):
        turn.says.append(wording.THANKS)


def outcome_of(check_in: CheckIn, given: Given) -> str:
    """What became of a check-in whose window and grace are over."""
    if given.settled:
        return "partial"
    return "missed_participant" if check_in.sent_at or check_in.begun_at else "missed_system"


def waiting(session: Session, participant: Participant) -> CheckIn | None:
    """The check-in whose question was put last and still waits: typed words belong to it."""
    return session.exec(_WAITING, params={"participant": participant.id}).first()
