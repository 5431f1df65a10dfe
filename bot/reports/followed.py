"""A participant's course as the analysis set reads it: check-ins and what became of them, what they hold now, doses by
day, concerns. Days are calendar days of the participant, up to yesterday: today is not over."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from bot.models import Concern, Escalation, Participant
from bot.reports.answers import sheets_of
from bot.reports.exposure import steroid_days
from bot.reports.outcomes import Judged, judged
from conversations.endpoints import DoseDay
from conversations.questionnaire import inapplicable
from conversations.schedule import DAY, local_day

WEEK = timedelta(weeks=1)

Answers = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Raised:
    """A concern: which rule, how severe, on which day."""

    rule: str
    severity: str
    day: date


@dataclass(frozen=True, slots=True)
class Course:
    """`last`: the last day that is looked at, included. `answers`: what each check-in but the diary holds now, without
    what a correction made inapplicable, by the check-in's number."""

    person: Participant
    start: date
    last: date
    check_ins: Sequence[Judged]
    answers: Mapping[int, Answers]
    days: Sequence[DoseDay]
    concerns: Sequence[Raised]

    @property
    def weeks(self) -> int:
        """How many study weeks have begun."""
        return -(-((self.last - self.start).days + 1) // 7)

    def week(self, number: int) -> tuple[date, date]:
        """The first and last day of a study week; week 1 is days 1 to 7."""
        first = self.start + (number - 1) * WEEK
        return first, first + WEEK - DAY

    def weekly(self, number: int) -> Answers:
        """What the weekly check of a study week says; the last one, should there be several."""
        first, last = self.week(number)
        found = [j.check_in for j in self.check_ins if j.check_in.questionnaire == "weekly"]
        of_week = [self.answers.get(row.id or 0, {}) for row in found if first <= row.day <= last]
        return of_week[-1] if of_week else {}


def courses(session: Session, now: datetime) -> Iterator[Course]:
    """Everybody who has a start date that is past, by code."""
    for person in session.exec(select(Participant).order_by(col(Participant.code))).all():
        course = course_of(session, person, now)
        if course is not None:
            yield course
        session.expunge_all()


def course_of(session: Session, person: Participant, now: datetime) -> Course | None:
    """One participant's course; None before it has begun."""
    yesterday = local_day(now, person.zone) - DAY
    last = min(yesterday, person.end or yesterday)
    if person.start is None or last < person.start:
        return None
    sheets = sheets_of(session, person, without=("daily",))
    return Course(
        person,
        person.start,
        last,
        judged(session, now, participant_id=person.id).get(person.id or 0, ()),
        {sheet.check_in.id or 0: _current(sheet.given.answers, inapplicable(sheet.questionnaire, sheet.given))
         for sheet in sheets},
        [day for day in steroid_days(session, person, now) if day.day <= last],
        _concerns(session, person),
    )  # fmt: skip


def _current(answers: Answers, left_out: Sequence[str]) -> Answers:
    return {item: value for item, value in answers.items() if item not in left_out}


def _concerns(session: Session, person: Participant) -> list[Raised]:
    found = session.exec(
        select(Concern)
        .join(Escalation, col(Escalation.id) == Concern.escalation_id)
        .where(Escalation.participant_id == person.id)
        .order_by(col(Concern.raised_at), col(Concern.id))
    )
    return [Raised(row.rule, row.severity, local_day(row.raised_at, person.zone)) for row in found]
