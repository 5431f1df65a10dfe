"""A change of time zone (fault 15): never two questions within 20 hours, never two on one day, and it goes on."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given as property_of
from hypothesis import strategies as st

from conversations.schedule import Enrolment, due, next_due
from conversations.trial import CALENDAR

APART = timedelta(hours=20)
ZONES = (
    "Asia/Shanghai",
    "Europe/London",
    "America/Los_Angeles",
    "Pacific/Auckland",
    "Pacific/Kiritimati",
    "Asia/Kolkata",
)
DAILY = [schedule for schedule in CALENDAR if schedule.questionnaire == "daily"]


def enrolled(zone: str, hour: time, not_before: datetime | None = None) -> Enrolment:
    start = datetime(2026, 3, 1, tzinfo=UTC)
    return Enrolment(date(2026, 3, 1), date(2027, 3, 27), hour, zone, start, (), not_before)


@property_of(
    st.sampled_from(ZONES),
    st.sampled_from(ZONES),
    st.sampled_from([time(7, 30), time(12), time(20), time(21)]),
    st.integers(0, 47),
)
def test_wherever_somebody_moves_questions_stay_apart(before: str, after: str, hour: time, hours: int) -> None:
    moved = datetime(2026, 5, 4, tzinfo=UTC) + timedelta(hours=hours)
    earlier = due(DAILY, enrolled(before, hour), moved - timedelta(days=5), moved)
    last = earlier[-1]
    there = enrolled(after, hour, last.due_at + APART)

    days = {one.day for one in earlier}
    later = [one for one in due(DAILY, there, moved, moved + timedelta(days=5)) if one.day not in days]

    instants = [last.due_at, *(one.due_at for one in later)]
    gaps = [second - first for first, second in pairwise(instants)]
    assert all(APART <= gap <= timedelta(hours=50) for gap in gaps)
    assert len({one.day for one in later}) == len(later) >= 3
    assert next_due(DAILY, there, moved) is not None
    for one in later:
        local = one.due_at.astimezone(ZoneInfo(after))
        assert local.date() == one.day
        assert time(7, 30) <= local.time() <= time(21)


@pytest.mark.parametrize("zone", ZONES)
def test_without_a_move_nothing_is_shifted(zone: str) -> None:
    after = datetime(2026, 5, 4, tzinfo=UTC)

    plain = due(DAILY, enrolled(zone, time(20)), after, after + timedelta(days=9))

    assert plain == due(DAILY, enrolled(zone, time(20), after - APART), after, after + timedelta(days=9))
