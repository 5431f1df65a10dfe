"""The roster of who is on call: hours that follow each other, so that somebody is called at any moment.

Shifts are instants. They are entered as local hours of the study's zone, and a change of clocks makes one of them
shorter or longer, never a hole. A roster with a gap or an overlap is refused (`faults`) before it is stored.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from conversations.schedule import DAY, instant

MIDNIGHT = time(0)


@dataclass(frozen=True, slots=True)
class Duty:
    """Who is on call from one instant until another, that one not included: ids of people.

    `investigator` None: whoever is one.
    """

    starts: datetime
    ends: datetime
    first: int
    second: int
    investigator: int | None = None

    @property
    def people(self) -> set[int]:
        """Everybody whom these hours name."""
        return {self.first, self.second} | ({self.investigator} if self.investigator is not None else set())


@dataclass(frozen=True, slots=True)
class Fault:
    """Hours in which nobody is on call (`gap`), or two shifts are at once (`overlap`)."""

    kind: str
    starts: datetime
    ends: datetime


def hours_of(day: date, starts: time, ends: time, zone: str) -> tuple[datetime, datetime]:
    """The instants of local hours of a day; hours that end no later than they begin run into the next day.

    >>> [at.isoformat() for at in hours_of(date(2026, 3, 5), time(20), time(8), "Asia/Shanghai")]
    ['2026-03-05T12:00:00+00:00', '2026-03-06T00:00:00+00:00']
    """
    last = day + DAY if ends <= starts else day
    return instant(day, starts, zone), instant(last, ends, zone)


def faults(roster: Iterable[Duty]) -> list[Fault]:
    """Every gap and overlap between the first shift and the last, in order of time."""
    ordered = sorted(roster, key=lambda duty: (duty.starts, duty.ends))
    found: list[Fault] = []
    until: datetime | None = None
    for duty in ordered:
        if until is not None and duty.starts > until:
            found.append(Fault("gap", until, duty.starts))
        elif until is not None and duty.starts < until:
            found.append(Fault("overlap", duty.starts, min(until, duty.ends)))
        until = duty.ends if until is None else max(until, duty.ends)
    return found


def on_duty(roster: Iterable[Duty], at: datetime) -> Duty | None:
    """Whose hours an instant falls into; the end of a shift belongs to the next one."""
    return next((duty for duty in roster if duty.starts <= at < duty.ends), None)


def has_begun(roster: Iterable[Duty], at: datetime) -> bool:
    """Whether the roster is in force; before its first shift people are called in order of joining."""
    return any(duty.starts <= at for duty in roster)


def next_gap(roster: Sequence[Duty], at: datetime) -> datetime | None:
    """The first instant, from now on, at which nobody is on call; None without a roster. Before a roster that is yet
    to begin nobody is missing: the gap is the one after it."""
    ahead = sorted((duty for duty in roster if duty.ends > at), key=lambda duty: duty.starts)
    if not roster:
        return None
    if not ahead or (ahead[0].starts > at and has_begun(roster, at)):
        return at
    until = ahead[0].ends
    for duty in ahead[1:]:
        if duty.starts > until:
            break
        until = max(until, duty.ends)
    return until


def replaced(roster: Iterable[Duty], new: Sequence[Duty]) -> list[Duty]:
    """The roster with new hours in the place of whatever stood there; what stood beside them stays."""
    kept: list[Duty] = list(roster)
    for change in new:
        cut: list[Duty] = []
        for duty in kept:
            if duty.ends <= change.starts or duty.starts >= change.ends:
                cut.append(duty)
                continue
            if duty.starts < change.starts:
                cut.append(replace(duty, ends=change.starts))
            if duty.ends > change.ends:
                cut.append(replace(duty, starts=change.ends))
        kept = cut
    return sorted([*kept, *new], key=lambda duty: duty.starts)


def swapped(roster: Iterable[Duty], one: int, other: int, spans: Sequence[tuple[datetime, datetime]]) -> list[Duty]:
    """The roster with two people in each other's places within these spans; shifts are cut where a span begins or
    ends."""
    trade = {one: other, other: one}
    edges = sorted({edge for span in spans for edge in span})
    found: list[Duty] = []
    for duty in roster:
        points = [duty.starts, *(edge for edge in edges if duty.starts < edge < duty.ends), duty.ends]
        for starts, ends in itertools.pairwise(points):
            part = replace(duty, starts=starts, ends=ends)
            if any(first <= starts and ends <= last for first, last in spans):
                named = part.investigator
                part = replace(
                    part,
                    first=trade.get(part.first, part.first),
                    second=trade.get(part.second, part.second),
                    investigator=trade.get(named, named) if named is not None else None,
                )
            found.append(part)
    return joined(found)


def joined(roster: Iterable[Duty]) -> list[Duty]:
    """The same hours in as few shifts as they can be said: neighbours with the same people become one, as long as
    neither is longer than a day (a roster is read by the day)."""
    found: list[Duty] = []
    for duty in sorted(roster, key=lambda duty: duty.starts):
        last = found[-1] if found else None
        if (
            last is not None
            and last.ends == duty.starts
            and (last.first, last.second, last.investigator) == (duty.first, duty.second, duty.investigator)
            and duty.ends - last.starts <= DAY
        ):
            found[-1] = replace(last, ends=duty.ends)
        else:
            found.append(duty)
    return found
