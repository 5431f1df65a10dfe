"""The cumulative steroid dose: what is added up, in whose mg, and what is not known."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from conversations.doses import FACTORS_VERSION
from conversations.endpoints import DoseDay
from conversations.exposure import DrugDay, exposure, steroid_day

DAY = date(2026, 3, 5)


def mg(number: float | str) -> Decimal:
    return Decimal(str(number))


def prednisone(planned: str | None, taken: str | None) -> DrugDay:
    return DrugDay("prednisone", mg(planned) if planned else None, mg(taken) if taken else None)


def test_the_steroids_of_a_day_are_added_up_as_prednisone() -> None:
    day = steroid_day(DAY, [prednisone("20", "20"), DrugDay("methylprednisolone", mg(8), mg(4))])
    assert day == DoseDay(DAY, mg(30), mg(25))
    assert steroid_day(DAY, [DrugDay("dexamethasone", None, mg("0.75"))]).taken_mg == mg("5.0025")


def test_one_unknown_drug_makes_the_day_unknown_and_no_answer_is_never_nothing() -> None:
    half = steroid_day(DAY, [prednisone("20", "20"), DrugDay("methylprednisolone", mg(8), None)])
    assert (half.planned_mg, half.taken_mg) == (mg(30), None)
    assert steroid_day(DAY, [prednisone("30", None)]).taken_mg is None
    assert steroid_day(DAY, []).taken_mg is None
    assert exposure([half]).unknown == 1


def test_taken_changed_not_taken_unknown_and_days_on_little() -> None:
    days = [
        steroid_day(DAY + timedelta(days=n), [prednisone(planned, taken)])
        for n, (planned, taken) in enumerate(
            [("30", "30"), ("30", "25"), ("30", "0"), ("30", None), ("10", "10"), ("0", "0"), (None, "10.5")]
        )
    ]
    known = exposure(days, clinic=[("methylprednisolone", mg(40)), ("azathioprine", mg(100))])
    assert (known.days, known.taken, known.changed, known.not_taken, known.unknown) == (7, 4, 1, 1, 1)
    assert known.minimal_days == 3
    assert known.clinic_mg == mg(50)
    assert known.cumulative_mg == mg("75.5") + mg(50)
    assert (known.first, known.last) == (DAY, DAY + timedelta(days=6))
    assert known.factors_version == FACTORS_VERSION


def test_nothing_is_known_of_nobody() -> None:
    known = exposure([])
    assert (known.first, known.days, known.cumulative_mg, known.unknown) == (None, 0, 0, 0)


amounts = st.one_of(st.none(), st.decimals(0, 300, places=1))


@given(st.lists(st.tuples(amounts, amounts), max_size=40))
@settings(max_examples=50, deadline=None)
def test_every_day_is_counted_once_and_the_sum_is_that_of_the_known_days(
    pairs: list[tuple[Decimal | None, Decimal | None]],
) -> None:
    days = [DoseDay(DAY + timedelta(days=n), planned, taken) for n, (planned, taken) in enumerate(pairs)]
    known = exposure(reversed(days))
    assert known.taken + known.changed + known.not_taken + known.unknown == known.days == len(pairs)
    assert known.cumulative_mg == sum((taken for _, taken in pairs if taken is not None), Decimal(0))
    assert known.unknown == sum(taken is None for _, taken in pairs)
