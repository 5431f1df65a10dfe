"""What time alone raises: R11, visits and tests that nobody kept or confirmed, and the silence of R12 (clinical
content §4). Pure: what was put when, what is planned, and now; the clock looks, and `overdue` says what follows.

A change of who answers (R12, `by_proxy`) has its cause here too; whoever notices it raises it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal

from conversations.rule import Recipient
from conversations.schedule import DAY, instant, local_day
from conversations.text import Text, _

SILENT_DAYS, PHONE_DAYS = 3, 7
"""Days on which nothing that was due was answered: the coordinator is told, then is to phone (R12). To confirm."""
WORRIED_DAYS = 7
"""So many days before the silence an urgent concern or an emergency makes it the doctor's matter too. To confirm."""
REMINDERS = 2
"""Reminders of a visit, test or call that came to nothing (R11). Clinical content §4."""
CHECKED_DAYS = (0, 1)
"""Days after an injection on which an unanswered check is phoned about the next morning (R12). To confirm."""
CALL_AT = time(8, 0)
"""Local hour of that next morning, whatever day of the week it is. To confirm."""

CauseCode = Literal[
    "silent_3", "silent_7", "silent_after_concern", "injection_unanswered", "emergency_unanswered",
    "urgent_unanswered", "proxy_changed", "visit_missed", "visit_unconfirmed",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cause:
    """Why time raised a rule: under which rule, what staff read, and to whom it goes. `at_once`: its list does not wait
    for a working day."""

    rule: str
    title: Text
    to: tuple[Recipient, ...]
    at_once: bool = False


CAUSES: dict[CauseCode, Cause] = {
    "silent_3": Cause("R12", _("Nothing answered for 3 days"), ("CRC",)),
    "silent_7": Cause("R12", _("Nothing answered for 7 days: please phone"), ("CRC",)),
    "silent_after_concern": Cause("R12", _("Nothing answered for 3 days, after something that worried"), ("OD", "CRC")),
    "injection_unanswered": Cause(
        "R12", _("No answer to the check after the injection: please phone this morning"), ("CRC",), at_once=True
    ),
    "emergency_unanswered": Cause("R12", _("No reply half an hour after “How are you now?”: please phone"), ("OD",)),
    "urgent_unanswered": Cause("R12", _("No reply to “Are you better than yesterday?”"), ("CRC",)),
    "proxy_changed": Cause("R12", _("Somebody else answers now"), ("CRC",)),
    "visit_missed": Cause("R11", _("A visit, test or call was missed, or is not marked as done"), ("CRC",)),
    "visit_unconfirmed": Cause("R11", _("A visit, test or call is not confirmed after two reminders"), ("CRC",)),
}


@dataclass(frozen=True, slots=True)
class Put:
    """A check-in that was put to the participant: whether anything came back, and what it is about."""

    id: int
    questionnaire: str
    due_at: datetime
    closes_at: datetime
    heard: bool
    about: str = ""
    since_injection: int | None = None
    """Calendar days from the injection that it asks about."""
    visit: int | None = None
    confirmed: bool = False
    """The visit it reminds of was said to be kept, or the test to be done."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A visit, injection, test or call."""

    id: int
    version: int
    day: date
    done: bool


@dataclass(frozen=True, slots=True)
class Overdue:
    """A rule that time has met: why, and the check-in it hangs on. `about` tells apart visits under one cause."""

    cause: CauseCode
    check_in: int
    about: str = ""

    @property
    def key(self) -> str:
        """What is stored as the concern's cause; raised once."""
        return f"{self.cause}:{self.about}" if self.about else self.cause


def cause_of(key: str) -> Cause | None:
    """The cause that a concern was stored with; None for what answers raised."""
    code = key.partition(":")[0]
    return next((cause for name, cause in CAUSES.items() if name == code), None)


def overdue(
    put: Iterable[Put], planned: Iterable[Planned], worried_at: datetime | None, now: datetime, zone: str
) -> list[Overdue]:
    """Everything that time has brought about by `now`, each as often as it is asked: the caller raises it once.

    `put`: the check-ins that were put and whose answers still matter, oldest first; for silence, those since the person
    was last heard. `worried_at`: when the last urgent concern or emergency was raised.
    """
    waiting = sorted(put, key=lambda one: one.due_at)
    return [
        *_silent([one for one in waiting if not one.heard and not one.about], worried_at, now),
        *_unanswered([one for one in waiting if not one.heard and one.closes_at <= now]),
        *_visits(waiting, planned, now, zone),
    ]


def _silent(unheard: list[Put], worried_at: datetime | None, now: datetime) -> Iterator[Overdue]:
    """Counted from the first one without an answer: its window, and those of the following days, have closed."""
    first = min(unheard, key=lambda one: one.closes_at, default=None)
    if first is None:
        return
    if now >= first.closes_at + (SILENT_DAYS - 1) * DAY:
        worried = worried_at is not None and worried_at >= first.due_at - WORRIED_DAYS * DAY
        yield Overdue("silent_after_concern" if worried else "silent_3", first.id)
    if now >= first.closes_at + (PHONE_DAYS - 1) * DAY:
        yield Overdue("silent_7", first.id)


def _unanswered(closed: list[Put]) -> Iterator[Overdue]:
    for one in closed:
        if one.questionnaire == "injection" and one.since_injection in CHECKED_DAYS:
            yield Overdue("injection_unanswered", one.id)
        if one.about == "f_u":
            yield Overdue("urgent_unanswered", one.id)


def _visits(put: list[Put], planned: Iterable[Planned], now: datetime, zone: str) -> Iterator[Overdue]:
    """Hung on the last reminder, else on the last check-in of any kind: there is no other place for it."""
    today = local_day(now, zone)
    for visit in planned:
        about = f"{visit.id}-{visit.version}"
        reminders = [one for one in put if one.visit == visit.id]
        where = (reminders or put)[-1:]
        if visit.done or not where:
            continue
        if today > visit.day:
            yield Overdue("visit_missed", where[0].id, about)
        elif len(reminders) >= REMINDERS and all(_in_vain(one, now) for one in reminders[-REMINDERS:]):
            yield Overdue("visit_unconfirmed", where[0].id, about)


def _in_vain(reminder: Put, now: datetime) -> bool:
    """It was not confirmed: another answer came, or none before its window closed."""
    return not reminder.confirmed and (reminder.heard or reminder.closes_at <= now)


def morning_after(now: datetime, zone: str) -> datetime:
    """The next 08:00 local, working day or not."""
    today = local_day(now, zone)
    at = instant(today, CALL_AT, zone)
    return at if at > now else instant(today + DAY, CALL_AT, zone)


BEFORE_THE_VISIT = time(7, 0)
"""U28: somebody must have seen it by then, local time, whatever the hour it came in. To confirm."""
ACKNOWLEDGED_IN = timedelta(hours=2)
"""U28: and within so long at any hour (§4). To confirm."""


def everybody_at(now: datetime, zone: str) -> datetime:
    """When everybody is told of infection signs before an injection that nobody has acknowledged (U28)."""
    today = local_day(now, zone)
    seven = instant(today, BEFORE_THE_VISIT, zone)
    if seven <= now:
        seven = instant(today + DAY, BEFORE_THE_VISIT, zone)
    return min(seven, now + ACKNOWLEDGED_IN)
