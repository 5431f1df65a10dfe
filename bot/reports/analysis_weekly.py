"""The analysis set, one row per participant and study week."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from sqlmodel import Session

from bot.reports.adherence import SCHEDULED, rows_of
from bot.reports.cells import Row
from bot.reports.columns import ARM, NEVER_EMPTY, PARTICIPANT, Column
from bot.reports.followed import Course, courses
from conversations.endpoints import mean
from conversations.given import as_number
from conversations.questionnaires.weekly import CHANGE, EATING, OLD
from conversations.rules import RULES_VERSION
from conversations.text import _

UNANSWERED = _("Empty where the weekly check was not answered, or the question was skipped.")
UNDER_WAY = _("Counts only windows that have closed since the participant agreed; pauses are left out.")

ADHERENCE = (
    Column("expected", "whole", _("Daily and weekly check-ins that were expected."), "checkins", missing=UNDER_WAY),
    Column("on_time", "whole", _("Of these, answered on time."), "checkins", missing=UNDER_WAY),
    Column("late", "whole", _("Of these, answered in full, but late."), "checkins", missing=UNDER_WAY),
    Column("partial", "whole", _("Of these, answered in part."), "checkins", missing=UNDER_WAY),
    Column("missed", "whole", _("Of these, not answered."), "checkins", missing=UNDER_WAY),
    Column("not_asked", "whole", _("Beside these: check-ins that this service failed to ask."), "checkins"),
    Column(
        "adherence_percent",
        "number",
        _("Answered on time, of those expected."),
        "on_time, expected",
        "%",
        _("Empty where nothing was expected."),
    ),
)
DOSES = (
    Column("known_dose_days", "whole", _("Days on which the steroid dose is known."), "doses", "d", NEVER_EMPTY),
    Column(
        "unknown_dose_days",
        "whole",
        _("Days on which the steroid dose is not known; they are in no sum and no mean."),
        "doses",
        "d",
        NEVER_EMPTY,
    ),
    Column(
        "mean_mg",
        "number",
        _("Mean dose taken a day, prednisone-equivalent, all oral steroids, over the known days."),
        "doses",
        "mg/d",
        _("Empty where no day is known."),
    ),
    Column(
        "planned_mean_mg",
        "number",
        _("Mean dose planned a day, prednisone-equivalent, over the days with a plan."),
        "doses",
        "mg/d",
        _("Empty where there was no plan."),
    ),
)
CUMULATIVE = (
    Column(
        "cumulative_mg",
        "number",
        _("Dose taken from study day 1 on, prednisone-equivalent, all known days; unknown days add nothing."),
        "doses",
        "mg",
        NEVER_EMPTY,
    ),
    Column(
        "cumulative_unknown_days",
        "whole",
        _("Days from study day 1 on whose dose is missing in that sum."),
        "doses",
        "d",
        NEVER_EMPTY,
    ),
)
CONCERNS = (
    Column("concerns_emergency", "whole", _("Emergencies that were raised."), "concerns", missing=NEVER_EMPTY),
    Column("concerns_urgent", "whole", _("Urgent concerns that were raised."), "concerns", missing=NEVER_EMPTY),
    Column("concerns_review", "whole", _("Concerns for review that were raised."), "concerns", missing=NEVER_EMPTY),
)
RULES = Column("rules_version", "whole", _("The version of the rules and definitions used here."), missing=NEVER_EMPTY)

COLUMNS = (
    PARTICIPANT,
    ARM,
    Column("week", "whole", _("Study week; week 1 is days 1 to 7."), "participant.start", missing=NEVER_EMPTY),
    Column("first_day", "day", _("The first day of the week."), "participant.start", missing=NEVER_EMPTY),
    Column("days", "whole", _("Days of the week that are over and within follow-up."), unit="d", missing=NEVER_EMPTY),
    *ADHERENCE,
    Column(
        "weekly_outcome",
        "code",
        _("What became of the weekly check of this week."),
        "checkins.outcome",
        missing=_("Empty where none has come due."),
    ),
    Column("new_lesions", "whole", _("New blisters or raw spots in 7 days."), "answer w_new", missing=UNANSWERED),
    Column(
        "persistent_lesions",
        "whole",
        _("Of those of the last 4 weeks, how many had not healed after 1 week."),
        "answer w_persist",
        missing=_("Empty as well in a week without new spots and with all older ones healed: it is not asked then."),
    ),
    Column(
        "old_lesions",
        "code",
        _("How the older raw spots are."),
        "answer w_old",
        missing=UNANSWERED,
        codes=tuple(option.code for option in OLD.options),
    ),
    Column("pain", "whole", _("Worst pain of skin or mouth in 7 days, 0 to 10."), "answer w_pain", missing=UNANSWERED),
    Column("itch", "whole", _("Worst itch in 7 days, 0 to 10."), "answer w_itch", missing=UNANSWERED),
    Column("life", "whole", _("Hindrance in daily life in 7 days, 0 to 10."), "answer w_life", missing=UNANSWERED),
    Column(
        "eating",
        "code",
        _("Eating and drinking."),
        "answer w_eat",
        missing=UNANSWERED,
        codes=tuple(option.code for option in EATING.options),
    ),
    Column(
        "change",
        "code",
        _("Compared with the week before."),
        "answer w_change",
        missing=UNANSWERED,
        codes=tuple(option.code for option in CHANGE.options),
    ),
    *DOSES,
    *CUMULATIVE,
    *CONCERNS,
    RULES,
)
SCALES = {"new_lesions": "w_new", "persistent_lesions": "w_persist", "pain": "w_pain", "itch": "w_itch",
          "life": "w_life"}  # fmt: skip


def rows(session: Session, now: datetime, investigator: bool) -> Iterator[Row]:
    """By participant and week, from the first to the one in which yesterday was, or the end."""
    for course in courses(session, now):
        for number in range(1, course.weeks + 1):
            yield week_of(course, number, now, investigator)


def week_of(course: Course, number: int, now: datetime, investigator: bool) -> Row:
    """One row. Late answers count as answers; adherence counts only what was on time."""
    first, last = course.week(number)
    last = min(last, course.last)
    weekly = course.weekly(number)
    outcomes = [
        j.outcome for j in course.check_ins if j.check_in.questionnaire == "weekly" and first <= j.check_in.day <= last
    ]
    days = [day for day in course.days if first <= day.day <= last]
    before = [day for day in course.days if course.start <= day.day <= last]
    raised = [concern.severity for concern in course.concerns if first <= concern.day <= last]
    return {
        "participant": course.person.code,
        "arm": course.person.arm if investigator else None,
        "week": number,
        "first_day": first.isoformat(),
        "days": (last - first).days + 1,
        **adherence_of(course, now, number),
        "weekly_outcome": outcomes[-1] if outcomes else None,
        **{column: whole(weekly.get(item)) for column, item in SCALES.items()},
        "old_lesions": weekly.get("w_old"),
        "eating": weekly.get("w_eat"),
        "change": weekly.get("w_change"),
        "known_dose_days": sum(day.taken_mg is not None for day in days),
        "unknown_dose_days": sum(day.taken_mg is None for day in days),
        "mean_mg": mean([day.taken_mg for day in days if day.taken_mg is not None]),
        "planned_mean_mg": mean([day.planned_mg for day in days if day.planned_mg is not None]),
        "cumulative_mg": sum((day.taken_mg for day in before if day.taken_mg is not None), Decimal(0)),
        "cumulative_unknown_days": sum(day.taken_mg is None for day in before),
        **{f"concerns_{severity}": raised.count(severity) for severity in ("emergency", "urgent", "review")},
        "rules_version": RULES_VERSION,
    }


def adherence_of(course: Course, now: datetime, week: int | None = None) -> Row:
    """By the one definition of adherence, of one week or of all time."""
    first, last = course.week(week) if week else (course.start, course.last)
    found = [
        j
        for j in course.check_ins
        if j.check_in.questionnaire in SCHEDULED and first <= j.check_in.day <= min(last, course.last)
    ]
    (row,) = rows_of([course.person], {course.person.id or 0: found}, now)
    percent = (Decimal(100 * row.on_time) / row.expected).quantize(Decimal("0.1")) if row.expected else None
    return {
        "expected": row.expected,
        "on_time": row.on_time,
        "late": row.late,
        "partial": row.partial,
        "missed": row.missed,
        "not_asked": row.not_asked,
        "adherence_percent": percent,
    }


def whole(value: str | None) -> int | None:
    number = as_number(value)
    return int(number) if number is not None else None
