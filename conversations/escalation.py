"""Who is told about a concern, after how long, until someone acknowledges and until someone closes it.

The ladder is a table (`LADDERS`, values to be confirmed by the trial). It never ends by itself and
never closes by itself: `next_step` always names a next step while an escalation is open.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from enum import IntEnum, StrEnum
from zoneinfo import ZoneInfo


class Severity(IntEnum):
    """How much a concern cannot wait; the order is that of worry."""

    REVIEW = 1
    URGENT = 2
    EMERGENCY = 3

    @property
    def code(self) -> str:
        return self.name.lower()

    @classmethod
    def of(cls, code: str) -> Severity:
        """The severity of a code such as `urgent`; ValueError when there is none."""
        try:
            return cls[code.upper()]
        except KeyError:
            raise ValueError(f"no such severity: {code}") from None


class Target(StrEnum):
    """Whom a step reaches, resolved to people when it is due."""

    ON_CALL = "on_call"
    NEXT_DOCTOR = "next_doctor"
    INVESTIGATOR = "investigator"
    COORDINATOR = "coordinator"
    EVERYONE = "everyone"
    HOLDER = "holder"
    ASSIGNED = "assigned"


class Who(StrEnum):
    """A place that people stand in when a step is due: on the roster, by role, or because they have the matter."""

    FIRST = "first"
    """First on call now; before a roster exists, the doctor who joined first. Nobody when no shift covers the hour."""
    SECOND = "second"
    NEXT_DOCTOR = "next_doctor"
    """The first doctor not yet told: first and second on call, then the others in order of joining."""
    DOCTORS = "doctors"
    INVESTIGATOR = "investigator"
    """The investigator of the shift; without one, every investigator."""
    COORDINATORS = "coordinators"
    HOLDER = "holder"
    ASSIGNED = "assigned"


PEOPLE: dict[Target, tuple[tuple[Who, ...], ...]] = {
    Target.ON_CALL: ((Who.FIRST, Who.SECOND, Who.INVESTIGATOR),),
    Target.NEXT_DOCTOR: ((Who.NEXT_DOCTOR, Who.INVESTIGATOR),),
    Target.INVESTIGATOR: ((Who.INVESTIGATOR,),),
    Target.COORDINATOR: ((Who.COORDINATORS,),),
    Target.EVERYONE: ((Who.DOCTORS,), (Who.INVESTIGATOR,), (Who.COORDINATORS,)),
    Target.HOLDER: ((Who.HOLDER, Who.FIRST, Who.SECOND, Who.INVESTIGATOR),),
    Target.ASSIGNED: ((Who.ASSIGNED, Who.FIRST, Who.SECOND, Who.INVESTIGATOR),),
}
"""The people rule: of each group the first place in which somebody stands who can be reached. Nobody on duty: the
investigator. Copied into an escalation with its ladder. To be confirmed by the trial."""

LAST_RESORT = (Who.DOCTORS, Who.INVESTIGATOR, Who.COORDINATORS)
"""Who is told when a step reaches nobody by its own rule: the first of these in which anybody stands."""


@dataclass(frozen=True, slots=True)
class Step:
    """`after` the start of its phase, these targets are told."""

    after: timedelta
    to: tuple[Target, ...]


@dataclass(frozen=True, slots=True)
class Ladder:
    """Steps until acknowledged, then steps (counted from the acknowledgement) until closed; each
    phase goes on for ever at its `every`."""

    open: tuple[Step, ...]
    every: timedelta
    held: tuple[Step, ...] = ()
    held_every: timedelta | None = None


MINUTES, HOURS = timedelta(minutes=1), timedelta(hours=1)

LADDERS: dict[Severity, Ladder] = {
    Severity.EMERGENCY: Ladder(
        open=(
            Step(0 * MINUTES, (Target.ON_CALL, Target.INVESTIGATOR)),
            Step(15 * MINUTES, (Target.NEXT_DOCTOR,)),
            Step(30 * MINUTES, (Target.EVERYONE,)),
        ),
        every=HOURS,
        held=(Step(1 * HOURS, (Target.HOLDER,)), Step(2 * HOURS, (Target.NEXT_DOCTOR, Target.INVESTIGATOR))),
        held_every=HOURS,
    ),
    Severity.URGENT: Ladder(
        open=(
            Step(0 * MINUTES, (Target.ON_CALL,)),
            Step(30 * MINUTES, (Target.ON_CALL,)),
            Step(60 * MINUTES, (Target.NEXT_DOCTOR, Target.COORDINATOR)),
        ),
        every=HOURS,
        held=(Step(4 * HOURS, (Target.HOLDER,)), Step(5 * HOURS, (Target.NEXT_DOCTOR, Target.INVESTIGATOR))),
        held_every=4 * HOURS,
    ),
}
"""Until acknowledged, until closed. Source: design.md, “The ladder”. To be confirmed by the trial."""

REVIEW_AT = time(8, 0)
"""Local hour at which reviews are delivered as one list. To be confirmed."""

QUIET_FROM, QUIET_UNTIL = time(21, 30), time(7, 30)
"""Local quiet hours: nothing unasked is sent, and an urgent matter that can wait climbs from the end."""

PROMISED = {"M-E": 30 * MINUTES, "M-S": 15 * MINUTES, "M-U": 2 * HOURS, "M-U2": 24 * HOURS}
"""When the participant is told that the doctor has not reached them yet (M-L), by the message that
promised it. M-E promises no time; half an hour is when everybody is paged. To be confirmed."""


def in_quiet_hours(at: datetime, zone: str) -> bool:
    """Whether the instant falls into the quiet hours of that zone."""
    local = at.astimezone(ZoneInfo(zone)).time()
    return local >= QUIET_FROM or local < QUIET_UNTIL


def end_of_quiet(at: datetime, zone: str) -> datetime:
    """The next 07:30 local, as an instant; `at` itself outside quiet hours."""
    if not in_quiet_hours(at, zone):
        return at
    local = at.astimezone(ZoneInfo(zone))
    day = local.date() + timedelta(days=1) if local.time() >= QUIET_FROM else local.date()
    return datetime.combine(day, QUIET_UNTIL, ZoneInfo(zone)).astimezone(at.tzinfo)


def climbs_from(severity: Severity, message: str, opened_at: datetime, zone: str) -> datetime:
    """When the ladder's later steps start to count: an urgent matter that can wait (M-U2) waits for 07:30."""
    return end_of_quiet(opened_at, zone) if severity is Severity.URGENT and message == "M-U2" else opened_at


def everybody_by(ladder: Ladder, after: timedelta) -> Ladder:
    """The ladder on which everybody is told so long after its start at the latest (U28)."""
    steps = [step for step in ladder.open if step.after < after]
    return replace(ladder, open=(*steps, Step(after, (Target.EVERYONE,))))


@dataclass(frozen=True, slots=True)
class Due:
    """The next step of an escalation: its number in the phase, when it is due, and whom it reaches."""

    number: int
    at: datetime
    to: tuple[Target, ...]


def next_step(ladder: Ladder, number: int, phase_start: datetime, *, held: bool) -> Due:
    """The step with this number (0 is the first) of the phase that began at `phase_start`.

    Beyond the last written step the phase repeats for ever, so an open escalation always has one.
    """
    steps, every = (ladder.held, ladder.held_every or ladder.every) if held else (ladder.open, ladder.every)
    if number < len(steps):
        return Due(number, phase_start + steps[number].after, steps[number].to)
    beyond = number - len(steps) + 1
    to = (Target.HOLDER, Target.NEXT_DOCTOR, Target.INVESTIGATOR) if held else (Target.EVERYONE,)
    return Due(number, phase_start + steps[-1].after + beyond * every, to)
