"""The roster: gaps and overlaps are found, hours are cut and traded, and a change of clocks leaves no hole."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.roster import (
    Duty,
    Fault,
    faults,
    has_begun,
    hours_of,
    joined,
    next_gap,
    on_duty,
    replaced,
    swapped,
)

NOON = datetime(2026, 3, 5, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def duty(start: int, end: int, first: int = 1, second: int = 2, investigator: int | None = None) -> Duty:
    """Hours after noon."""
    return Duty(NOON + start * HOUR, NOON + end * HOUR, first, second, investigator)


def called(roster: list[Duty], hour: float) -> tuple[int, int] | None:
    found = on_duty(roster, NOON + hour * HOUR)
    return (found.first, found.second) if found else None


def test_a_gap_and_an_overlap_are_named_with_their_hours() -> None:
    assert faults([duty(0, 8), duty(8, 16)]) == []
    assert faults([duty(0, 8), duty(9, 16)]) == [Fault("gap", NOON + 8 * HOUR, NOON + 9 * HOUR)]
    assert faults([duty(6, 16), duty(0, 8)]) == [Fault("overlap", NOON + 6 * HOUR, NOON + 8 * HOUR)]
    assert faults([duty(0, 24), duty(2, 4), duty(25, 26)]) == [
        Fault("overlap", NOON + 2 * HOUR, NOON + 4 * HOUR),
        Fault("gap", NOON + 24 * HOUR, NOON + 25 * HOUR),
    ]


def test_the_end_of_a_shift_belongs_to_the_next() -> None:
    roster = [duty(0, 8, 1), duty(8, 16, 3)]

    assert [called(roster, hour) for hour in (-1, 0, 7.99, 8, 15.99, 16)] == [
        None, (1, 2), (1, 2), (3, 2), (3, 2), None,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("roster", "hour", "gap"),
    [
        ([], 0, None),
        ([duty(0, 8), duty(8, 16)], 1, 16),
        ([duty(0, 8), duty(9, 16)], 1, 8),
        ([duty(0, 8), duty(9, 16)], 8.5, 8.5),  # in it
        ([duty(0, 8)], 20, 20),  # it has run out
        ([duty(4, 8)], 0, 8),  # it is yet to begin
    ],
)
def test_the_next_gap(roster: list[Duty], hour: float, gap: float | None) -> None:
    assert next_gap(roster, NOON + hour * HOUR) == (None if gap is None else NOON + gap * HOUR)


def test_others_take_some_hours_and_what_stood_beside_them_stays() -> None:
    roster = replaced([duty(0, 24)], [duty(8, 10, 3, 4)])

    assert faults(roster) == []
    assert [called(roster, hour) for hour in (7, 8, 9.5, 10, 23)] == [(1, 2), (3, 4), (3, 4), (1, 2), (1, 2)]


def test_two_trade_places_wherever_one_of_them_stands() -> None:
    roster = swapped([duty(0, 24), duty(24, 48, 3, 1, 1)], 1, 3, [(NOON + 12 * HOUR, NOON + 30 * HOUR)])

    assert faults(roster) == []
    assert [called(roster, hour) for hour in (11, 12, 23, 24, 29, 30)] == [
        (1, 2), (3, 2), (3, 2), (1, 3), (1, 3), (3, 1),
    ]  # fmt: skip
    found = on_duty(roster, NOON + 25 * HOUR)
    assert found is not None
    assert found.investigator == 3


def test_neighbours_with_the_same_people_are_one_shift_of_a_day_at_most() -> None:
    assert joined([duty(0, 8), duty(8, 16), duty(16, 24)]) == [duty(0, 24)]
    assert joined([duty(0, 24), duty(24, 48)]) == [duty(0, 24), duty(24, 48)]
    assert joined([duty(0, 8), duty(8, 16, 3)]) == [duty(0, 8), duty(8, 16, 3)]
    assert joined([duty(0, 8), duty(9, 16)]) == [duty(0, 8), duty(9, 16)]


def test_before_it_begins_nobody_is_missing() -> None:
    assert not has_begun([duty(1, 2)], NOON)
    assert has_begun([duty(1, 2)], NOON + 5 * HOUR)


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "Europe/Paris", "America/New_York", "Australia/Lord_Howe"])
@pytest.mark.parametrize(("starts", "ends"), [(time(0), time(0)), (time(20), time(8)), (time(2, 30), time(2, 30))])
def test_fault_14_day_follows_day_without_a_hole_across_changes_of_clocks(zone: str, starts: time, ends: time) -> None:
    first = date(2026, 1, 1)
    days = [hours_of(first + timedelta(days=n), starts, ends, zone) for n in range(365)]
    nights = [hours_of(first + timedelta(days=n), ends, starts, zone) for n in range(366)] if starts != ends else []
    roster = [Duty(*span, 1, 2) for span in days + nights]

    assert faults(roster) == []
    assert all(timedelta(hours=0) < end - start for start, end in days)


spans = st.tuples(st.integers(0, 60), st.integers(1, 30)).map(lambda span: (span[0], span[0] + span[1]))


@given(st.lists(spans, max_size=6), spans)
def test_entering_instead_leaves_no_overlap_and_loses_no_hour(
    held: list[tuple[int, int]], new: tuple[int, int]
) -> None:
    roster: list[Duty] = []
    for n, span in enumerate(held):
        roster = replaced(roster, [duty(*span, n + 1, 99)])
    after = replaced(roster, [duty(*new, 50, 51)])

    assert all(fault.kind == "gap" for fault in faults(after))
    for hour in range(100):
        expected = (50, 51) if new[0] <= hour < new[1] else called(roster, hour + 0.5)
        assert called(after, hour + 0.5) == expected


@given(st.lists(spans, min_size=1, max_size=6))
def test_what_has_no_fault_covers_every_moment_until_the_next_gap(held: list[tuple[int, int]]) -> None:
    roster = [duty(*span) for span in held]
    gap = next_gap(roster, NOON + min(start for start, _ in held) * HOUR)

    if faults(roster) == []:
        assert gap == max(one.ends for one in roster)
        ordered = sorted(roster, key=lambda one: one.starts)
        assert all(one.ends == other.starts for one, other in itertools.pairwise(ordered))
    assert gap is not None
    assert on_duty(roster, gap) is None
