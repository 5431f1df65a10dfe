"""The clock's look: open what is due, ask again, remind, judge, expire, climb ladders. APScheduler only calls it.

Everything here is idempotent: unique keys and derived times decide, so a second look does no harm, and
after an outage one look catches up: what is still open is asked once, what has closed is our fault.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Engine, bindparam
from sqlmodel import Session, col, select

from bot import digest, turns
from bot.apply import Turn
from bot.concerns import tell_if_late
from bot.database import transaction
from bot.facts import enrolment_of, log_of
from bot.follow_up_silence import silent_follow_up
from bot.ladders import climb, locked
from bot.models import CheckIn, Escalation, Participant, SeriousEvent
from bot.opening import open_check_in
from bot.overdue import watch
from bot.planning import recompute_next_due
from bot.reviews import send_reviews
from bot.serious_events import remind
from bot.waking import postponed_until, reminder_at
from conversations.events import Log
from conversations.facts import Facts
from conversations.given import Given
from conversations.questionnaire import is_stopped, open_item
from conversations.schedule import due
from conversations.trial import CALENDAR

BATCH = 100
"""How many people one look takes in one transaction at most."""

TRY_AGAIN = timedelta(minutes=10)
"""A question that would interrupt waits so long."""

CATCH_UP = timedelta(days=60)
"""How far back a look after an outage opens what was missed, so that it is counted."""


def tick(engine: Engine, now: datetime) -> None:
    """One look at everything whose time has come. What fails for one person stops nobody else's; it is raised last."""
    for _done in looking(engine, now):
        pass


def looking(engine: Engine, now: datetime) -> Iterator[None]:
    """The same look, one transaction at a time: a thousand check-ins come due at once, and between two of them an
    answer that worries must find its way."""
    with transaction(engine) as session:
        if not any(find(session, now) for find, _do in LOOKS):
            return
    failed: list[Exception] = []
    for find, do in LOOKS:
        yield from _each(engine, find, do, now, failed)
    if failed:
        raise ExceptionGroup("some of what was due could not be done", failed)


_PEOPLE_DUE = select(Participant.id).where(col(Participant.next_due_at) <= bindparam("now")).limit(BATCH)
_PERSON = select(Participant).where(Participant.id == bindparam("id")).with_for_update(key_share=True)
_AWAKE = (
    select(CheckIn.id).where(col(CheckIn.wake_at) <= bindparam("now")).order_by(col(CheckIn.closes_at)).limit(BATCH)
)
_CLIMBING = (
    select(Escalation.id)
    .where(col(Escalation.next_at) <= bindparam("now"), Escalation.phase != "closed")
    .where(Escalation.severity != "review")
    .limit(BATCH)
)
_PROMISED = (
    select(Escalation.id)
    .where(col(Escalation.promised_at) <= bindparam("now"), col(Escalation.told_late_at).is_(None))
    .where(Escalation.phase == "open")
    .limit(BATCH)
)
_REVIEWS = (
    select(Escalation)
    .where(col(Escalation.next_at) <= bindparam("now"), Escalation.phase != "closed")
    .where(Escalation.severity == "review")
    .order_by(col(Escalation.id))
    .with_for_update(key_share=True)
)

Find = Callable[[Session, datetime], Sequence[int]]
Do = Callable[[Session, int, datetime], None]


def _each(engine: Engine, find: Find, do: Do, now: datetime, failed: list[Exception]) -> Iterator[None]:
    """Do one thing for each id, one transaction each, until none is left. A boundary of the tick loop."""
    seen: set[int] = set()
    while True:
        with transaction(engine) as session:
            ids = [id for id in find(session, now) if id not in seen]
        if not ids:
            return
        for id in ids:
            seen.add(id)
            try:
                with transaction(engine) as session:
                    do(session, id, now)
            except Exception as error:
                failed.append(error)
            yield


def _ids(rows: Sequence[int | None]) -> list[int]:
    return [id for id in rows if id is not None]


def _people_due(session: Session, now: datetime) -> list[int]:
    return _ids(session.exec(_PEOPLE_DUE, params={"now": now}).all())


def _locked(session: Session, id: int) -> Participant:
    return session.exec(_PERSON, params={"id": id}).one()


def _open_due(session: Session, id: int, now: datetime) -> None:
    """Open every occurrence that has come due; put the first question, unless the person is answering another."""
    participant = _locked(session, id)
    enrolment = enrolment_of(session, participant)
    if enrolment is not None and participant.next_due_at is not None:
        since = max(participant.next_due_at - timedelta(seconds=1), now - CATCH_UP)
        for occurrence in due(CALENDAR, enrolment, since, now):
            open_check_in(
                session,
                participant,
                occurrence.questionnaire,
                occurrence.anchor,
                now,
                day=occurrence.day,
                due_at=occurrence.due_at,
                closes_at=occurrence.closes_at,
            )
    recompute_next_due(session, participant, now, opened=True)
    watch(session, participant, now)
    if turns.being_answered(session, participant, now):
        if (waits := turns.next_unasked(session, participant, now)) is not None:
            waits.wake_at = now + TRY_AGAIN
    else:
        turns.go_on(session, participant, now, None)


def _awake(session: Session, now: datetime) -> list[int]:
    return _ids(session.exec(_AWAKE, params={"now": now}).all())


def _wake(session: Session, id: int, now: datetime) -> None:
    """A check-in whose time has come: a follow-up to begin, rules to judge, a question to put again."""
    found = session.get(CheckIn, id)
    assert found is not None
    participant = _locked(session, found.participant_id)
    session.refresh(found)  # as it is now that the person is locked
    check_in = found
    if check_in.wake_at is None or check_in.wake_at > now:
        return
    check_in.wake_at = None
    turn = turns.turn_of(session, participant, check_in, now)
    turns.pass_time(turn)
    if now >= check_in.closes_at:
        watch(session, participant, now)
    if check_in.outcome != "open":
        return
    silent_follow_up(session, check_in, now)
    log = log_of(session, check_in)
    busy = turns.being_answered(session, participant, now, besides=check_in.id)
    if now >= check_in.closes_at:
        if not busy:
            turns.go_on(session, participant, now, None)
    elif _to_be_asked(turn.facts, check_in, log, now, turn):
        again = check_in.begun_at is not None and postponed_until(turn.given(log)) is None
        beside = again and turns.just_asked(session, participant, now, besides=check_in.id)
        if check_in.escalation_id is None and (busy or beside):
            check_in.wake_at = now + TRY_AGAIN
            return
        if again:
            check_in.reminders += 1
        turns.begin(turns.turn_of(session, participant, check_in, now, reminder=again))


def _to_be_asked(facts: Facts, check_in: CheckIn, log: Log, now: datetime, turn: Turn) -> bool:
    """Whether its question is put (again) now: begun for the first time, put off until now, or a reminder."""
    given = Given(facts, log, now)
    if is_stopped(given) or open_item(turn.questionnaire, given) is None or now >= check_in.closes_at:
        return False
    until = postponed_until(given)
    if until is not None:
        return until <= now
    if check_in.begun_at is None:
        first = turns.next_unasked(turn.session, turn.participant, now)
        return check_in.escalation_id is not None or (first is not None and first.id == check_in.id)
    reminder = reminder_at(check_in, facts.zone)
    return turn.questionnaire.pausable and reminder is not None and reminder <= now


def _climbing(session: Session, now: datetime) -> list[int]:
    return _ids(session.exec(_CLIMBING, params={"now": now}).all())


def _climb(session: Session, id: int, now: datetime) -> None:
    escalation = locked(session, id)
    if escalation.next_at is not None and escalation.next_at <= now:
        climb(session, escalation, now)


def _promises(session: Session, now: datetime) -> list[int]:
    return _ids(session.exec(_PROMISED, params={"now": now}).all())


def _late(session: Session, id: int, now: datetime) -> None:
    escalation = locked(session, id)
    if escalation.told_late_at is None and escalation.phase == "open":
        tell_if_late(session, escalation, now)


def _listed(session: Session, now: datetime) -> list[int]:
    """Reviews go out together, as one list a person: one look for all."""
    return [0] if _reviews(session, now) else []


def _list(session: Session, _: int, now: datetime) -> None:
    send_reviews(session, _reviews(session, now), now)


def _reviews(session: Session, now: datetime) -> Sequence[Escalation]:
    return session.exec(_REVIEWS, params={"now": now}).all()


def _serious(session: Session, now: datetime) -> list[int]:
    return _ids(session.exec(select(SeriousEvent.id).where(col(SeriousEvent.next_at) <= now).limit(BATCH)).all())


def _remind_of_report(session: Session, id: int, now: datetime) -> None:
    event = session.exec(select(SeriousEvent).where(SeriousEvent.id == id).with_for_update(key_share=True)).one()
    if event.next_at is not None and event.next_at <= now:
        remind(session, event, now)


LOOKS: tuple[tuple[Find, Do], ...] = (
    (_climbing, _climb),
    (_people_due, _open_due),
    (_awake, _wake),
    (_climbing, _climb),
    (_promises, _late),
    (_serious, _remind_of_report),
    (_listed, _list),
    (digest.due, digest.send),
)
"""What a look does, in this order: nothing comes before a ladder, and what waking raised climbs in the same look."""
