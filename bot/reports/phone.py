"""Whom somebody should ring today: who fell silent, whose alarm nobody has taken, who cannot be reached."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from bot.calls import last_calls
from bot.models import Address, Escalation, Participant, Pause
from bot.reports.outcomes import Judged
from conversations.schedule import DAY, instant, local_day
from conversations.text import Text, Value, _

SILENT_FOR = timedelta(days=3)
"""After so long without an answered daily or weekly check-in somebody rings. To be confirmed by the trial."""
UNTAKEN_FOR = timedelta(hours=1)
"""An emergency or urgent matter that nobody has acknowledged for so long is a telephone task (design.md)."""

Reason = Literal["alarm_not_taken", "unreachable", "silent"]

ANSWERED = ("answered", "answered_late", "partial")
WAITING = ("open", "missed_participant", "missed_system")
"""Outcomes of a check-in from which the participant was heard, and of one that still waits or was never answered."""

WORDS: dict[Reason, Text] = {
    "alarm_not_taken": _("{code}: an alarm that nobody has taken, since {day} {time}"),
    "unreachable": _("{code}: cannot be reached by messages since {day}"),
    "silent": _("{code}: no check-in answered since {day}"),
}


@dataclass(frozen=True, slots=True)
class PhoneTask:
    """A participant to ring, why, and since when that holds."""

    code: str
    reason: Reason
    since: datetime
    zone: str
    participant: int = 0
    tried: datetime | None = None
    """When somebody rang last without an answer, for this reason and since it holds."""

    @property
    def text(self) -> Text:
        at = self.since.astimezone(ZoneInfo(self.zone))
        values: tuple[tuple[str, Value], ...] = (("code", self.code), ("day", at.date()), ("time", at))
        return Text(WORDS[self.reason].id, values if self.reason == "alarm_not_taken" else values[:2])


def phone_tasks(session: Session, check_ins: Mapping[int, Sequence[Judged]], now: datetime) -> list[PhoneTask]:
    """All tasks, the most pressing reason first, the oldest first within it; a participant may have several."""
    people = {person.id: person for person in session.exec(select(Participant).order_by(col(Participant.code)))}
    active = [person for person in people.values() if person.status == "active"]
    tasks = [
        *_alarms(session, people, now),
        *(task for person in active if (task := _unreachable(session, person))),
        *(task for person in active if (task := _silent(session, person, check_ins.get(person.id or 0, ()), now))),
    ]
    order = list(WORDS)
    waiting = _after_calls(session, tasks, {person.code: id or 0 for id, person in people.items()}, now)
    return sorted(waiting, key=lambda t: (order.index(t.reason), t.tried is not None, t.since, t.code))


def _after_calls(
    session: Session, tasks: Sequence[PhoneTask], ids: Mapping[str, int], now: datetime
) -> Iterator[PhoneTask]:
    """What is left after the calls that were made: who was reached is not rung again on that day, who is to be rung
    later not before; who did not answer comes behind the others. An alarm that nobody has taken always stays."""
    calls = last_calls(session, set(ids.values()))
    for task in tasks:
        id = ids[task.code]
        call = calls.get((id, task.reason))
        if call is None or call.at < task.since:
            yield replace(task, participant=id)
        elif task.reason == "alarm_not_taken" or call.outcome == "no_answer":
            yield replace(task, participant=id, tried=call.at if call.outcome == "no_answer" else None)
        elif call.outcome == "again" and call.again_at is not None:
            if call.again_at <= now:
                yield replace(task, participant=id)
        elif local_day(call.at, task.zone) < local_day(now, task.zone):
            yield replace(task, participant=id)


def _alarms(session: Session, people: Mapping[int | None, Participant], now: datetime) -> list[PhoneTask]:
    """One task a participant, for the alarm that has waited longest. Whoever has left the study counts too."""
    rows = session.exec(
        select(Escalation.participant_id, Escalation.phase_from)
        .where(Escalation.phase == "open", col(Escalation.severity).in_(("emergency", "urgent")))
        .where(Escalation.phase_from < now - UNTAKEN_FOR)
        .order_by(col(Escalation.phase_from).desc())
    )
    oldest = {people[id].code: (since, people[id].zone) for id, since in rows}
    return [PhoneTask(code, "alarm_not_taken", since, zone) for code, (since, zone) in oldest.items()]


def _unreachable(session: Session, person: Participant) -> PhoneTask | None:
    """Every account that the participant ever wrote from is closed."""
    mine = Address.participant_id == person.id, Address.channel != "notice"
    closed = session.exec(select(Address.closed_at).where(*mine)).all()
    times = [at for at in closed if at is not None]
    return (
        PhoneTask(person.code, "unreachable", max(times), person.zone) if times and len(times) == len(closed) else None
    )


def _silent(session: Session, person: Participant, check_ins: Sequence[Judged], now: datetime) -> PhoneTask | None:
    """Asked, and no daily or weekly check-in answered, in whole or in part, for three days. Not during a pause, and
    counted anew from its end; one that was asked only just now makes nobody silent."""
    today = local_day(now, person.zone)
    pauses = session.exec(select(Pause).where(Pause.participant_id == person.id)).all()
    if any(pause.first <= today <= pause.last for pause in pauses):
        return None
    heard = [j.check_in.completed_at or j.check_in.heard_at for j in check_ins if j.outcome in ANSWERED]
    resumed = [instant(p.last + DAY, person.hour, person.zone) for p in pauses if p.last < today]
    since = max([at for at in heard if at is not None] + resumed, default=None)
    waiting = [j.check_in.due_at for j in check_ins if j.outcome in WAITING and j.check_in.due_at <= now]
    waiting = [due for due in waiting if since is None or due >= since]
    if not waiting or now - waiting[0] < SILENT_FOR - DAY:
        return None
    since = since or waiting[0]
    return PhoneTask(person.code, "silent", since, person.zone) if now - since >= SILENT_FOR else None
