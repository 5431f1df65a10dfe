"""This study, NCT06663943: its arms, its calendar, its drugs. Every value here is to be confirmed by the trial.

Source: the trial's listing, and clinical content §0, §2 and §5 where a line says so.
"""

from __future__ import annotations

from datetime import date, time, timedelta

from conversations.facts import AZATHIOPRINE, CM313
from conversations.schedule import DAY, Schedule

STUDY = "NCT06663943"
ARMS = (CM313, AZATHIOPRINE)
PLANNED_PARTICIPANTS = 100
"""How many are to take part (listing, enrolment)."""
WEEKS = 56
"""Observation and follow-up, in weeks from the start date (listing). Each participant's own end can differ."""

CALENDAR = (
    Schedule("daily", every=1, first=1, closes_days=1, closes_at=time(12, 0)),
    Schedule("weekly", every=7, first=7, closes_days=3),
)
"""What is asked, and until when it counts as on time. Daily until noon of the next day, weekly for 3 days
(design.md, “Windows”). The weekly check falls on the last day of each study week."""

DEFAULT_HOUR, EARLIEST_HOUR, LATEST_HOUR = time(20, 0), time(7, 30), time(21, 0)
"""The hour of the daily check-in, local; a participant may choose another within these."""

CALL_HOURS = (time(9, 0), time(11, 0), time(15, 0), time(17, 0))
"""Hours offered for a doctor's call where staff have set none."""

STEROIDS = ("prednisone", "prednisolone", "methylprednisolone", "triamcinolone", "hydrocortisone", "cortisone",
            "dexamethasone", "betamethasone", "deflazacort")  # fmt: skip
DRUGS = (*STEROIDS, "azathioprine")
"""Drugs for which a plan can be entered."""


def end_of(start: date) -> date:
    """The last day of follow-up: 56 weeks from the start, unless staff set another."""
    return start + WEEKS * timedelta(weeks=1) - DAY


def _days(*spans: tuple[date, date]) -> frozenset[date]:
    return frozenset(first + n * DAY for first, last in spans for n in range((last - first).days + 1))


HOLIDAYS = _days(
    (date(2026, 1, 1), date(2026, 1, 3)),
    (date(2026, 2, 15), date(2026, 2, 23)),
    (date(2026, 4, 4), date(2026, 4, 6)),
    (date(2026, 5, 1), date(2026, 5, 5)),
    (date(2026, 6, 19), date(2026, 6, 21)),
    (date(2026, 9, 25), date(2026, 9, 27)),
    (date(2026, 10, 1), date(2026, 10, 7)),
    (date(2027, 1, 1), date(2027, 1, 3)),
)
"""Public holidays in mainland China. Those of a year are announced in the autumn before: to be confirmed each year."""

WORKED_WEEKENDS = frozenset(
    {date(2026, 1, 4), date(2026, 2, 14), date(2026, 2, 28), date(2026, 5, 9), date(2026, 9, 20), date(2026, 10, 10)}
)
"""Weekend days that the same announcements make working days. To be confirmed each year."""
