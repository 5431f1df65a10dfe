"""The roster as staff set it: hours are entered, people trade places, days become holidays.

What would leave a gap or put two shifts at once is refused, and nothing is changed. Whoever newly stands on the
roster gets a test page. What has passed is not rewritten: it says who was on call.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from bot.models import Holiday, Installation, Shift, Staff
from bot.record import Author, NotDone
from bot.shifts import roster
from bot.staff import staff_named
from bot.trial_pages import send_test_page
from conversations.roster import MIDNIGHT, Duty, Fault, faults, hours_of, joined, replaced, swapped
from conversations.schedule import DAY, local_day

LONGEST = 400
"""So many days are entered at once, at most."""


class Faulty(NotDone):
    """The roster would have a gap or an overlap, and was not saved."""

    def __init__(self, fault: Fault, zone: str) -> None:
        super().__init__(_refusal(fault, zone))
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Hours:
    """Days, first and last included, and the local hours of each; hours that end before they begin run into the next
    day. The whole day by default."""

    first: date
    last: date
    starts: time = MIDNIGHT
    ends: time = MIDNIGHT

    def instants(self, zone: str) -> list[tuple[datetime, datetime]]:
        """Each day's hours. Raises NotDone where the days make no sense."""
        if self.last < self.first:
            raise NotDone(f"the days end ({self.last}) before they begin ({self.first})")
        days = (self.last - self.first).days + 1
        if days > LONGEST:
            raise NotDone(f"at most {LONGEST} days are entered at once")
        return [hours_of(self.first + n * DAY, self.starts, self.ends, zone) for n in range(days)]


@dataclass(frozen=True, slots=True)
class Names:
    """Who is to be called in some hours, by name."""

    first: str
    second: str
    investigator: str | None = None


@dataclass(frozen=True, slots=True)
class Saved:
    """The roster as it stands now, and who newly stands on it."""

    roster: Sequence[Duty]
    new: Sequence[Staff]


def set_hours(
    session: Session, hours: Hours, names: Names, author: Author, zone: str, *, instead: bool = False
) -> Saved:
    """Enter who is on call in these hours; `instead` of whoever was. Raises NotDone."""
    before = _held(session)
    first, second = _doctor(session, names.first), _doctor(session, names.second)
    if first.id == second.id:
        raise NotDone(f"{first.name} cannot be first and second at once: name another person as second")
    third = _investigator(session, names.investigator) if names.investigator else None
    assert first.id is not None
    assert second.id is not None
    new = [
        Duty(starts, ends, first.id, second.id, third.id if third else None) for starts, ends in hours.instants(zone)
    ]
    if new[-1].ends <= author.now:
        raise NotDone("these hours have passed; who was on call then is not rewritten")
    after = replaced(before, _from_now(new, before, author.now)) if instead else [*before, *new]
    people = f"first {first.name}, second {second.name}" + (f", investigator {third.name}" if third else "")
    return _save(session, before, after, author, zone, "oncall set", f"{_written(hours)}: {people}")


def swap(
    session: Session, spans: Iterable[tuple[date, date]], one: str, other: str, author: Author, zone: str
) -> Saved:
    """Two people trade places in every shift that begins on these days. Raises NotDone."""
    before = _held(session)
    first, second = _doctor(session, one), _doctor(session, other)
    if first.id == second.id:
        raise NotDone("name two people")
    assert first.id is not None
    assert second.id is not None
    days = list(spans)
    if any(last < begin for begin, last in days):
        raise NotDone("the days end before they begin")
    meant = [
        (max(duty.starts, author.now), duty.ends)
        for duty in before
        if duty.ends > author.now and any(begin <= local_day(duty.starts, zone) <= last for begin, last in days)
    ]
    after = swapped(before, first.id, second.id, meant)
    if after == joined(before):
        raise NotDone(f"neither {first.name} nor {second.name} is on call on these days, or they have passed")
    written = ", ".join(str(begin) if begin == last else f"{begin}..{last}" for begin, last in days)
    return _save(session, before, after, author, zone, "oncall swap", f"{written}: {first.name} and {second.name}")


def set_holiday(session: Session, first: date, last: date, author: Author, *, working: bool | None) -> list[date]:
    """These days are holidays, for which morning lists wait; or, `working`, they are worked although they look like
    holidays; None: as the trial's own table says. Raises NotDone."""
    if last < first or (last - first).days >= LONGEST:
        raise NotDone(f"the days end before they begin, or are more than {LONGEST}")
    days = [first + n * DAY for n in range((last - first).days + 1)]
    for day in days:
        row = session.get(Holiday, day)
        if working is None:
            if row is not None:
                session.delete(row)
            continue
        row = row or Holiday(day=day, entered_at=author.now, entered_by=author.by)
        row.working, row.entered_at, row.entered_by = working, author.now, author.by
        session.add(row)
    session.flush()
    what = {True: "working day", False: "holiday", None: "as in the table"}[working]
    author.record(session, "oncall holiday", "roster", None, f"{first}..{last}: {what}")
    return days


def left_on_roster(session: Session, person: Staff, now: datetime) -> int:
    """In how many shifts from now on a person stands."""
    return sum(duty.ends > now and person.id in duty.people for duty in roster(session))


def _held(session: Session) -> list[Duty]:
    """The roster, held until the transaction ends, so that two people who save at once come one after another."""
    if session.exec(select(Installation).where(Installation.name == "roster").with_for_update()).first() is None:
        session.add(Installation(name="roster", value=""))
        try:
            session.flush()
        except IntegrityError:
            raise NotDone("somebody saved the roster at the same moment: look at it, and try again") from None
    return roster(session)


def _from_now(new: Sequence[Duty], before: Sequence[Duty], now: datetime) -> list[Duty]:
    """Of hours that take others' place, what is still to come: hours that have passed stay as they were."""
    began = [duty for duty in before if duty.starts <= now]
    if not began:
        return list(new)
    return [replace(duty, starts=max(duty.starts, now)) for duty in new if duty.ends > now]


def _save(
    session: Session, before: Sequence[Duty], after: Sequence[Duty], author: Author, zone: str, action: str, detail: str
) -> Saved:
    """Store it, unless there is a gap or an overlap; and send the test pages."""
    wrong = [fault for fault in faults(after) if fault.ends > author.now]
    if wrong:
        raise Faulty(wrong[0], zone)
    gone, come = set(before) - set(after), set(after) - set(before)
    for shift in session.exec(select(Shift).where(col(Shift.starts_at).in_([duty.starts for duty in gone]))):
        session.delete(shift)
    session.flush()
    for duty in come:
        session.add(
            Shift(
                starts_at=duty.starts,
                ends_at=duty.ends,
                zone=zone,
                first_id=duty.first,
                second_id=duty.second,
                investigator_id=duty.investigator,
                entered_at=author.now,
                entered_by=author.by,
            )
        )
    session.flush()
    author.record(session, action, "roster", None, detail)
    new = [
        person
        for id in sorted(_people(after, author.now) - _people(before, author.now))
        if (person := session.get(Staff, id)) is not None
    ]
    for person in new:
        begins = min(duty.starts for duty in after if duty.ends > author.now and person.id in duty.people)
        send_test_page(session, person, max(begins, author.now), zone, author.now)
    return Saved(after, new)


def _people(duties: Iterable[Duty], now: datetime) -> set[int]:
    return {id for duty in duties if duty.ends > now for id in duty.people}


def _doctor(session: Session, name: str) -> Staff:
    person = staff_named(session, name)
    if person.role == "coordinator":
        raise NotDone(f"{person.name} is a coordinator: doctors and investigators are on call")
    return person


def _investigator(session: Session, name: str) -> Staff:
    person = staff_named(session, name)
    if person.role != "investigator":
        raise NotDone(f"{person.name} is no investigator")
    return person


def _refusal(fault: Fault, zone: str) -> str:
    span = f"from {clock(fault.starts, zone)} to {clock(fault.ends, zone)}"
    if fault.kind == "gap":
        return f"there would be a gap: nobody would be on call {span}; nothing was changed"
    return (
        f"there would be an overlap: {span} somebody is on call already; nothing was changed "
        "(oncall swap trades places, oncall set --replace enters others instead)"
    )


def clock(at: datetime, zone: str) -> str:
    """An instant as the study's clock shows it."""
    return f"{at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"


def _written(hours: Hours) -> str:
    days = str(hours.first) if hours.first == hours.last else f"{hours.first}..{hours.last}"
    whole = hours.starts == hours.ends == MIDNIGHT
    return days if whole else f"{days} {hours.starts:%H:%M}-{hours.ends:%H:%M}"
