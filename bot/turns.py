"""Runs the core for one check-in and gives effect to what it returns. `inbox` and `clock` meet here."""

from datetime import datetime, timedelta

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from bot.apply import Turn, apply
from bot.consequences import follow
from bot.facts import facts_of, log_of
from bot.models import CheckIn, Participant
from bot.waking import postponed_until
from conversations import conversation
from conversations.conversation import Reply
from conversations.events import Ignored, Log
from conversations.prompt import LATER
from conversations.questionnaire import is_stopped, open_item
from conversations.questionnaires import questionnaire_of

OF_A_COMMAND = ("welcome", "stop")
"""Check-ins that nothing but their own command puts again."""

ANSWERING = timedelta(minutes=30)
"""A check-in answered within this long is being answered: a new one does not interrupt it."""

_THEIRS = CheckIn.participant_id == bindparam("participant")
_DUE = (
    select(CheckIn)
    .where(_THEIRS, CheckIn.outcome == "open")
    .where(CheckIn.due_at <= bindparam("now"), CheckIn.closes_at > bindparam("since"))
    .where(col(CheckIn.questionnaire).not_in(OF_A_COMMAND))
    .order_by(col(CheckIn.due_at))
)
_HEARD = select(CheckIn.id).where(_THEIRS, col(CheckIn.asked_at).is_not(None))
_HEARD = _HEARD.where(
    col(CheckIn.id).is_distinct_from(bindparam("besides")), col(CheckIn.heard_at) >= bindparam("since")
)
_ASKED = select(CheckIn.id).where(_THEIRS, col(CheckIn.id).is_distinct_from(bindparam("besides")))
_ASKED = _ASKED.where(col(CheckIn.asked_at) >= bindparam("since"))


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
    """What a person said in this check-in. Who puts it off for two hours is not asked something else instead."""
    log = log_of(turn.session, turn.check_in)
    after = apply(turn, log, conversation.reply(turn.questionnaire, turn.facts, log, said, turn.now))
    _finish(turn, after, len(log), then=said.option != LATER)


def amend(turn: Turn, said: Reply) -> None:
    """A person rewrote the message that had answered `said.item`."""
    log = log_of(turn.session, turn.check_in)
    _finish(turn, apply(turn, log, conversation.amend(turn.questionnaire, turn.facts, log, said, turn.now)), len(log))


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


def _finish(turn: Turn, log: Log, before: int, then: bool = True) -> None:
    """What the new events mean beyond the check-in; then the next check-in that waits, if none is open."""
    new = log[before:]
    led = follow(turn, log, new)
    done = turn.channel and turn.check_in.asked_at is None and not is_stopped(turn.given(log))
    if led is not None:
        begin(turn_of(turn.session, turn.participant, led, turn.now, turn.channel, turn.inbound_id))
    elif then and done and turn.check_in.questionnaire != "stop" and not all(isinstance(e, Ignored) for e in new):
        go_on(turn.session, turn.participant, turn.now, turn.channel, without=turn.check_in.id)


def go_on(
    session: Session,
    participant: Participant,
    now: datetime,
    channel: str | None,
    without: int | None = None,
    wanted: bool = False,
) -> CheckIn | None:
    """Begin the check-in that comes next among those open and due: asked-for ones first, then by kind and age.

    The clock (no channel) begins only what was never put, and not behind one that waits. `wanted`: the person asks
    for it, so what was put off, or is late but may still be answered, comes too.
    """
    if channel is None:
        found = next_unasked(session, participant, now)
    else:
        found = next_check_in(session, participant, now, without, wanted=wanted)
    if found is not None:
        begin(turn_of(session, participant, found, now, channel))
    return found


def next_check_in(
    session: Session, participant: Participant, now: datetime, without: int | None = None, *, wanted: bool = False
) -> CheckIn | None:
    """The open, due check-in whose turn it is; None when nothing waits. Those of their own command never are."""
    since = now - conversation.GRACE if wanted else now
    due = session.exec(_DUE, params={"participant": participant.id, "now": now, "since": since}).all()
    rows = [row for row in due if row.id != without and not _put_off(session, participant, row, now, wanted)]
    return min(rows, key=lambda row: (row.closes_at <= now, order_of(row), row.due_at), default=None)


def next_unasked(session: Session, participant: Participant, now: datetime) -> CheckIn | None:
    """The check-in that the clock may put for the first time: none while one that comes before it waits."""
    rows = session.exec(_DUE, params={"participant": participant.id, "now": now, "since": now}).all()
    first = min(
        (row for row in rows if row.begun_at is None), key=lambda row: (order_of(row), row.due_at), default=None
    )
    if first is None:
        return None
    waits = any(
        row.begun_at is not None
        and questionnaire_of(row.questionnaire, row.version).pausable
        and order_of(row) <= order_of(first)
        for row in rows
    )
    return None if waits else first


def order_of(check_in: CheckIn) -> int:
    return questionnaire_of(check_in.questionnaire, check_in.version).order


def _put_off(session: Session, participant: Participant, check_in: CheckIn, now: datetime, wanted: bool) -> bool:
    """Whether it waits for a later hour, or for “go on” after an emergency, or has nothing left to ask."""
    turn = turn_of(session, participant, check_in, now)
    given = turn.given(log_of(session, check_in))
    if open_item(turn.questionnaire, given) is None:
        return True
    until = postponed_until(given)
    return not wanted and ((until is not None and until > now) or is_stopped(given))


def being_answered(session: Session, participant: Participant, now: datetime, besides: int | None = None) -> bool:
    """Whether the person is in the middle of a check-in."""
    return session.exec(_HEARD, params=_lately(participant, now, besides)).first() is not None


def just_asked(session: Session, participant: Participant, now: datetime, besides: int | None) -> bool:
    """Whether another question was put so lately that a reminder would stand beside it."""
    return session.exec(_ASKED, params=_lately(participant, now, besides)).first() is not None


def _lately(participant: Participant, now: datetime, besides: int | None) -> dict[str, object]:
    return {"participant": participant.id, "besides": besides, "since": now - ANSWERING}
