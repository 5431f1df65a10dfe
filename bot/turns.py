"""Runs the core for one check-in and gives effect to what it returns. `inbox` and `clock` meet here."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from bot.apply import Turn, apply
from bot.consequences import follow
from bot.facts import facts_of, log_of
from bot.models import CheckIn, Participant
from bot.waking import postponed_until
from conversations import conversation
from conversations.conversation import Reply
from conversations.events import Log
from conversations.questionnaire import is_stopped, open_item
from conversations.questionnaires import questionnaire_of

ANSWERING = timedelta(minutes=30)
"""A check-in answered within this long is being answered: a new one does not interrupt it."""


def turn_of(
    session: Session,
    participant: Participant,
    check_in: CheckIn,
    now: datetime,
    channel: str | None = None,
    inbound_id: int | None = None,
    *,
    reminder: bool = False,
) -> Turn:
    """A turn with the facts of this moment."""
    questionnaire = questionnaire_of(check_in.questionnaire, check_in.version)
    facts = facts_of(session, participant, check_in, now)
    return Turn(session, participant, check_in, questionnaire, facts, now, channel, inbound_id, reminder)


def begin(turn: Turn) -> None:
    """Put the open question of a check-in, now."""
    log = log_of(turn.session, turn.check_in)
    _finish(turn, apply(turn, log, conversation.begin(turn.questionnaire, turn.facts, log, turn.now)), len(log))


def answer(turn: Turn, said: Reply) -> None:
    """What a person said in this check-in."""
    log = log_of(turn.session, turn.check_in)
    _finish(turn, apply(turn, log, conversation.reply(turn.questionnaire, turn.facts, log, said, turn.now)), len(log))


def note(turn: Turn, said: Reply) -> None:
    """What a person sent that no question asked for."""
    log = log_of(turn.session, turn.check_in)
    _finish(turn, apply(turn, log, conversation.note(turn.questionnaire, turn.facts, log, said, turn.now)), len(log))


def pass_time(turn: Turn) -> None:
    """What follows from time alone."""
    log = log_of(turn.session, turn.check_in)
    if turn.now >= turn.check_in.closes_at + conversation.GRACE:
        events = conversation.expire(turn.questionnaire, turn.facts, log, turn.now)
    else:
        events = conversation.overdue(turn.questionnaire, turn.facts, log, turn.now)
    _finish(turn, apply(turn, log, events), len(log))


def _finish(turn: Turn, log: Log, before: int) -> None:
    """What the new events mean beyond the check-in; then the next check-in that waits, if none is open."""
    new = log[before:]
    led = follow(turn, log, new)
    if led is not None:
        begin(turn_of(turn.session, turn.participant, led, turn.now, turn.channel, turn.inbound_id))
    elif new and turn.check_in.asked_at is None and turn.channel and not is_stopped(turn.given(log)):
        go_on(turn.session, turn.participant, turn.now, turn.channel, without=turn.check_in.id)


def go_on(
    session: Session, participant: Participant, now: datetime, channel: str | None, without: int | None = None
) -> CheckIn | None:
    """Begin the check-in that comes next among those open and due: asked-for ones first, then by kind and age."""
    found = next_check_in(session, participant, now, without)
    if found is not None:
        begin(turn_of(session, participant, found, now, channel))
    return found


def next_check_in(
    session: Session, participant: Participant, now: datetime, without: int | None = None
) -> CheckIn | None:
    """The open, due check-in whose turn it is; None when nothing waits or one is already being asked."""
    rows = session.exec(
        select(CheckIn)
        .where(CheckIn.participant_id == participant.id, CheckIn.outcome == "open", CheckIn.id != without)
        .where(CheckIn.due_at <= now, CheckIn.closes_at > now)
        .order_by(col(CheckIn.due_at))
    ).all()
    rows = [row for row in rows if not _put_off(session, participant, row, now)]
    return min(rows, key=lambda row: (questionnaire_of(row.questionnaire, row.version).order, row.due_at), default=None)


def _put_off(session: Session, participant: Participant, check_in: CheckIn, now: datetime) -> bool:
    """Whether it waits for a later hour, or for “go on” after an emergency, or has nothing left to ask."""
    turn = turn_of(session, participant, check_in, now)
    given = turn.given(log_of(session, check_in))
    until = postponed_until(given)
    return (until is not None and until > now) or is_stopped(given) or open_item(turn.questionnaire, given) is None


def being_answered(session: Session, participant: Participant, now: datetime) -> bool:
    """Whether the person is in the middle of a check-in."""
    heard = session.exec(
        select(CheckIn.heard_at)
        .where(CheckIn.participant_id == participant.id, col(CheckIn.asked_at).is_not(None))
        .where(col(CheckIn.heard_at) >= now - ANSWERING)
    ).first()
    return heard is not None
