"""The analysis set, one row per participant: time to minimal therapy, the first quiet fortnight, relapse, infections,
possible serious events, adherence, doses. What a statistician starts from, never the endpoint itself."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal

from sqlmodel import Session

from bot.reports.analysis_weekly import ADHERENCE, CONCERNS, CUMULATIVE, DOSES, RULES, adherence_of, whole
from bot.reports.cells import Row
from bot.reports.columns import ARM, NEVER_EMPTY, PARTICIPANT, Column
from bot.reports.followed import Course, courses
from conversations.endpoints import (
    RELAPSE_RULE,
    SERIOUS_RULE,
    first_fortnight,
    is_infection,
    mean,
    minimal_therapy,
)
from conversations.rules import RULES_VERSION
from conversations.schedule import study_day
from conversations.text import _

NEVER_SEEN = _("Empty where it has not been seen.")

COLUMNS = (
    PARTICIPANT,
    ARM,
    Column("status", "code", _("Where the participant stands."), "participant.status", missing=NEVER_EMPTY),
    Column("start", "day", _("Study day 1."), "participant.start", missing=NEVER_EMPTY),
    Column("last_day", "day", _("The last day that is counted: yesterday, or the end."), missing=NEVER_EMPTY),
    Column("days", "whole", _("Days counted, from study day 1 to the last one."), unit="d", missing=NEVER_EMPTY),
    *ADHERENCE,
    Column(
        "days_to_10mg",
        "whole",
        _("Days from the start to the first day with at most 10 mg taken and no more planned."),
        "doses, endpoints.minimal_therapy",
        "d",
        NEVER_SEEN,
    ),
    Column(
        "kept_10mg_2_months",
        "code",
        _("Whether no known dose was above 10 mg in the 60 days from then on."),
        "doses, endpoints.minimal_therapy",
        missing=NEVER_SEEN,
        codes=("yes", "no", "not_yet"),
    ),
    Column(
        "kept_10mg_unknown_days",
        "whole",
        _("Of these 60 days, on how many the dose is not known."),
        "doses, endpoints.minimal_therapy",
        "d",
        NEVER_SEEN,
    ),
    Column(
        "first_fortnight_week",
        "whole",
        _("The study week in which the first fortnight without new lesions ended: two weekly checks in a row with 0."),
        "answer w_new, endpoints.first_fortnight",
        missing=_("Empty where it has not been seen; a week without an answer breaks the row."),
    ),
    Column("relapses", "whole", _("How often rule U07 was met: possible relapse."), "concerns", missing=NEVER_EMPTY),
    Column("relapse_day", "whole", _("The study day on which it was first met."), "concerns", "d", NEVER_SEEN),
    Column(
        "infections",
        "whole",
        _("Check-ins that report an infection or fever."),
        "answers w_inf, w_fever, s_inf, u_kind",
        missing=NEVER_EMPTY,
    ),
    Column("infection_day", "whole", _("The study day of the first one."), "answers", "d", NEVER_SEEN),
    Column(
        "serious_events",
        "whole",
        _("How often rule U22 was met: possible serious adverse event."),
        "concerns",
        missing=NEVER_EMPTY,
    ),
    Column("serious_event_day", "whole", _("The study day on which it was first met."), "concerns", "d", NEVER_SEEN),
    *DOSES,
    CUMULATIVE[0],
    *CONCERNS,
    RULES,
)


def rows(session: Session, now: datetime, investigator: bool) -> Iterator[Row]:
    """By participant: everybody whose study day 1 is over."""
    for course in courses(session, now):
        yield participant_of(course, now, investigator)


def participant_of(course: Course, now: datetime, investigator: bool) -> Row:
    """One row."""
    days = [day for day in course.days if day.day >= course.start]
    minimal = minimal_therapy(days)
    known = [day.taken_mg for day in days if day.taken_mg is not None]
    new = {week: whole(course.weekly(week).get("w_new")) for week in range(1, course.weeks + 1)}
    relapses, serious = (_days_of(course, rule) for rule in (RELAPSE_RULE, SERIOUS_RULE))
    infections = sorted(
        j.check_in.day for j in course.check_ins if is_infection(course.answers.get(j.check_in.id or 0, {}))
    )
    severities = [concern.severity for concern in course.concerns]
    return {
        "participant": course.person.code,
        "arm": course.person.arm if investigator else None,
        "status": course.person.status,
        "start": course.start.isoformat(),
        "last_day": course.last.isoformat(),
        "days": (course.last - course.start).days + 1,
        **adherence_of(course, now),
        "days_to_10mg": (minimal.day - course.start).days if minimal.day else None,
        "kept_10mg_2_months": minimal.kept,
        "kept_10mg_unknown_days": minimal.unknown_days,
        "first_fortnight_week": first_fortnight(new),
        "relapses": len(relapses),
        "relapse_day": _first(course, relapses),
        "infections": len(infections),
        "infection_day": _first(course, infections),
        "serious_events": len(serious),
        "serious_event_day": _first(course, serious),
        "known_dose_days": len(known),
        "unknown_dose_days": len(days) - len(known),
        "mean_mg": mean(known),
        "planned_mean_mg": mean([day.planned_mg for day in days if day.planned_mg is not None]),
        "cumulative_mg": sum(known, Decimal(0)),
        **{f"concerns_{severity}": severities.count(severity) for severity in ("emergency", "urgent", "review")},
        "rules_version": RULES_VERSION,
    }


def _days_of(course: Course, rule: str) -> list[date]:
    return [concern.day for concern in course.concerns if concern.rule == rule]


def _first(course: Course, days: list[date]) -> int | None:
    return study_day(course.start, days[0]) if days else None
