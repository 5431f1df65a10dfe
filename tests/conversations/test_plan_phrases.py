"""A plan as a doctor types it: a drug, doses and a day, and nothing else that could mean something."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given as property_of
from hypothesis import strategies as st

from conversations.plan_phrases import read_plan

TODAY = date(2026, 3, 5)


@pytest.mark.parametrize(
    ("text", "drug", "doses", "day"),
    [
        ("25 mg from 10 March", "prednisone", "25", date(2026, 3, 10)),
        ("25 from 2026-03-10", "prednisone", "25", date(2026, 3, 10)),
        ("from March 10: 25mg a day", "prednisone", "25", date(2026, 3, 10)),
        ("泼尼松 25毫克 从3月10日起", "prednisone", "25", date(2026, 3, 10)),
        ("明天开始每天２２．５毫克", "prednisone", "22.5", date(2026, 3, 6)),
        ("30,0 today", "prednisone", "30 0", TODAY),
        ("30/0 从今天起", "prednisone", "30 0", TODAY),
        ("methylprednisolone 16 from 1 Jan 2027", "methylprednisolone", "16", date(2027, 1, 1)),
        ("硫唑嘌呤100 3月10号", "azathioprine", "100", date(2026, 3, 10)),
        ("20 from 28 December", "prednisone", "20", date(2025, 12, 28)),
    ],
)
def test_what_was_typed_is_read(text: str, drug: str, doses: str, day: date) -> None:
    read = read_plan(text, TODAY)

    assert read is not None
    assert (read.drug, read.doses, read.from_day) == (drug, tuple(Decimal(mg) for mg in doses.split()), day)


@pytest.mark.parametrize(
    "text",
    [
        "", "25", "from 10 March", "25 mg from 32 March", "25 mg from 2026-02-30", "25 or 30 today", "about 25 today",
        "5 tablets today", "25 g today", "25 mg in a week", "-5 today", "25 mg cyclosporine today", "二十五毫克今天",
        "25 mg twice today", "prednisone and azathioprine 50 today",
    ],
)  # fmt: skip
def test_whatever_could_mean_something_else_is_not_read(text: str) -> None:
    assert read_plan(text, TODAY) is None


@property_of(st.text(max_size=60))
def test_no_words_break_it(text: str) -> None:
    read = read_plan(text, TODAY)

    assert read is None or all(mg >= 0 for mg in read.doses)
