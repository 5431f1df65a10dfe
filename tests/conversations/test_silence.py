"""What time alone raises: each cause at its moment, and not a moment earlier. (Clinical content §4, R11, R12, U28.)"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from conversations.escalation import LADDERS, Severity, Target, everybody_by, next_step
from conversations.rules import rule_of
from conversations.rules.silence import (
    CAUSES,
    Overdue,
    Planned,
    Put,
    cause_of,
    everybody_at,
    morning_after,
    overdue,
)

ZONE = "Asia/Shanghai"
DUE = datetime(2026, 3, 5, 12, 0, tzinfo=UTC)
"""20:00 in Shanghai; its window closes at noon of the next day."""
CLOSES = DUE + timedelta(hours=16)
DIARY = Put(1, "daily", DUE, CLOSES, heard=False)
VISIT = Planned(7, 1, date(2026, 3, 9), done=False)
FIRST = Put(2, "visit", DUE, CLOSES, heard=False, about="first", visit=7)
LAST = replace(FIRST, id=3, due_at=DUE + timedelta(days=2), closes_at=CLOSES + timedelta(days=2), about="last")


def causes(*put: Put, now: datetime, planned: tuple[Planned, ...] = (), worried: datetime | None = None) -> list[str]:
    return [found.cause for found in overdue(put, planned, worried, now, ZONE)]


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (timedelta(days=2) - timedelta(seconds=1), []),
        (timedelta(days=2), ["silent_3"]),
        (timedelta(days=6) - timedelta(seconds=1), ["silent_3"]),
        (timedelta(days=6), ["silent_3", "silent_7"]),
    ],
)
def test_three_and_seven_days_without_an_answer(after: timedelta, expected: list[str]) -> None:
    assert causes(DIARY, now=CLOSES + after) == expected
    assert causes(replace(DIARY, heard=True), now=CLOSES + after) == []


def test_silence_after_a_concern_is_the_doctors_matter_too() -> None:
    now = CLOSES + timedelta(days=2)
    assert causes(DIARY, now=now, worried=DUE - timedelta(days=7)) == ["silent_after_concern"]
    assert causes(DIARY, now=now, worried=DUE - timedelta(days=7, seconds=1)) == ["silent_3"]
    assert CAUSES["silent_after_concern"].to == ("OD", "CRC")
    assert CAUSES["silent_3"].to == ("CRC",)


@pytest.mark.parametrize(("day", "raised"), [(0, True), (1, True), (3, False), (7, False)])
def test_the_check_after_an_injection_is_phoned_about_on_its_first_days(day: int, raised: bool) -> None:
    check = replace(DIARY, questionnaire="injection", about="visit:4:1", since_injection=day)
    assert causes(check, now=CLOSES) == ["injection_unanswered"] * raised
    assert causes(check, now=CLOSES - timedelta(seconds=1)) == []
    assert causes(replace(check, heard=True), now=CLOSES) == []


def test_no_reply_a_day_after_an_urgent_symptom() -> None:
    follow_up = replace(DIARY, questionnaire="follow_up", about="f_u")
    assert causes(follow_up, now=CLOSES) == ["urgent_unanswered"]
    assert causes(replace(follow_up, about="x_temp"), now=CLOSES) == []
    assert causes(replace(follow_up, heard=True), now=CLOSES) == []


def test_a_visit_that_was_not_kept_hangs_on_its_last_reminder() -> None:
    day_after = datetime(2026, 3, 9, 16, 0, tzinfo=UTC)  # midnight in Shanghai
    assert overdue([FIRST, LAST], [VISIT], None, day_after, ZONE) == [Overdue("visit_missed", LAST.id, "7-1")]
    assert causes(FIRST, LAST, planned=(replace(VISIT, done=True),), now=day_after) == []
    without = replace(DIARY, id=9, heard=True)
    assert overdue([without], [VISIT], None, day_after, ZONE) == [Overdue("visit_missed", 9, "7-1")]
    assert causes(without, planned=(VISIT,), now=day_after - timedelta(seconds=1)) == []


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ({}, {}, ["visit_unconfirmed"]),
        ({"heard": True}, {"heard": True}, ["visit_unconfirmed"]),
        ({}, {"heard": True, "confirmed": True}, []),
        ({"heard": True, "confirmed": True}, {}, []),
        ({}, {"closes_at": LAST.closes_at + timedelta(hours=1)}, []),
    ],
)
def test_two_reminders_that_came_to_nothing(
    first: dict[str, object], last: dict[str, object], expected: list[str]
) -> None:
    put = (replace(FIRST, **first), replace(LAST, **last))  # type: ignore[arg-type]  # fields of Put by name
    assert causes(*put, planned=(VISIT,), now=LAST.closes_at) == expected
    assert causes(put[0], planned=(VISIT,), now=LAST.closes_at) == []


def test_every_cause_belongs_to_a_rule_of_the_table_and_is_found_again_by_what_is_stored() -> None:
    for code, cause in CAUSES.items():
        assert cause.rule in ("R11", "R12")
        assert rule_of(cause.rule).severity is Severity.REVIEW
        assert cause_of(Overdue(code, 1).key) == cause_of(Overdue(code, 1, "7-1").key) == cause
    assert cause_of("") is None


def test_the_morning_after_is_the_next_one_even_on_a_sunday() -> None:
    saturday_evening = datetime(2026, 3, 7, 12, 0, tzinfo=UTC)
    assert morning_after(saturday_evening, ZONE) == datetime(2026, 3, 8, 0, 0, tzinfo=UTC)
    before_eight = datetime(2026, 3, 7, 23, 59, tzinfo=UTC)
    assert morning_after(before_eight, ZONE) == datetime(2026, 3, 8, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(("local_hour", "minutes"), [(20, 120), (4, 120), (5, 120), (6, 60), (7, 120)])
def test_infection_signs_before_an_injection_reach_everybody_in_two_hours_and_by_seven(
    local_hour: int, minutes: int
) -> None:
    now = datetime(2026, 3, 6, local_hour, tzinfo=UTC) - timedelta(hours=8)
    after = everybody_at(now, ZONE) - now
    assert after == timedelta(minutes=minutes)

    ladder = everybody_by(LADDERS[Severity.URGENT], after)
    assert ladder.open[-1].after == after
    assert ladder.open[-1].to == (Target.EVERYONE,)
    assert [step.after for step in ladder.open] == sorted(step.after for step in ladder.open)
    assert next_step(ladder, len(ladder.open), now, held=False).at == now + after + ladder.every
