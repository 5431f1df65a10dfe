"""Visits, injections, tests and calls: planned for a day, moved to another hour, and marked as done."""

from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal

from sqlmodel import Session, col, select

from bot.enrolment import participant_of
from bot.models import Participant, Visit
from bot.record import Author, NotDone
from conversations.facts import AZATHIOPRINE
from conversations.plans import plain
from conversations.schedule import local_day

KINDS = ("injection", "clinic", "dsg", "blood", "hbv", "phone")
MOST_INJECTED_MG = Decimal(5000)
FAR_YEARS = 5
"""A visit further from today than this is a slip of the pen."""


@dataclass(frozen=True, slots=True)
class Given:
    """What was injected: mg, the lot's number, and by whom."""

    dose_mg: Decimal | None = None
    lot: str | None = None
    given_by: str | None = None

    def __bool__(self) -> bool:
        return any(part is not None for part in (self.dose_mg, self.lot, self.given_by))


def enter_visit(
    session: Session,
    code: str,
    kind: str,
    day: date,
    author: Author,
    *,
    hour: time | None = None,
    done: bool = False,
    given: Given | None = None,
) -> Visit:
    """A visit of this kind on this day: planned, or, if there is one already, brought up to date. Raises NotDone."""
    participant, given = participant_of(session, code), given or Given()
    _check(participant, kind, day, done, given, author)
    visit = session.exec(
        select(Visit)
        .where(Visit.participant_id == participant.id, Visit.kind == kind, Visit.day == day)
        .order_by(col(Visit.id).desc())
    ).first()
    if visit is None:
        assert participant.id is not None
        visit = Visit(
            participant_id=participant.id, kind=kind, day=day, hour=hour, entered_at=author.now, entered_by=author.by
        )
        session.add(visit)
    elif hour is not None and hour != visit.hour:
        visit.hour, visit.version = hour, visit.version + 1
    visit.done = visit.done or done
    visit.dose_mg = plain(given.dose_mg) if given.dose_mg is not None else visit.dose_mg
    visit.lot = given.lot if given.lot is not None else visit.lot
    visit.given_by = given.given_by if given.given_by is not None else visit.given_by
    session.flush()
    what = f"{kind} on {day}{f' at {hour:%H:%M}' if hour else ''}{', done' if done else ''}"
    author.record(session, "visit", "participant", participant.id, what)
    return visit


def _check(participant: Participant, kind: str, day: date, done: bool, given: Given, author: Author) -> None:
    """Raises NotDone with the first thing that is wrong."""
    today = local_day(author.now, participant.zone)
    if kind not in KINDS:
        raise NotDone(f"the kind must be {', '.join(KINDS)}")
    if abs(day.year - today.year) > FAR_YEARS:
        raise NotDone(f"the date {day} is more than {FAR_YEARS} years away")
    if done and day > today:
        raise NotDone(f"{day} has not come yet: it cannot be done")
    if given and kind != "injection":
        raise NotDone("dose, lot and who gave it belong to an injection")
    if kind == "injection" and participant.arm == AZATHIOPRINE:
        raise NotDone(f"{participant.code}: nothing is injected in the azathioprine arm")
    if given.dose_mg is not None and not (given.dose_mg.is_finite() and 0 < given.dose_mg <= MOST_INJECTED_MG):
        raise NotDone(f"an injected dose is more than 0 and at most {MOST_INJECTED_MG} mg")
    for words in (given.lot, given.given_by):
        if words is not None and not (words.strip() and len(words) <= 100 and words.isprintable()):
            raise NotDone("a lot and a name have 1 to 100 letters, on one line")
