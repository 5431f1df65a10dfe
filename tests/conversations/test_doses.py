"""Doses: what phrases mean, when they are asked again, equivalence, plans and their comparison."""

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.dose_words import UnclearReason
from conversations.doses import (
    DRUGS,
    ReadDose,
    UnclearDose,
    ask_again,
    compare,
    find_drug,
    planned_mg,
    prednisone_equivalent,
    read_dose,
    tablets_for,
)

FIVE = Decimal(5)
THIRTY = Decimal(30)


class Phrase(NamedTuple):
    """A line of the table: what was written, about which drug, and the mg or the reason that it means."""

    text: str
    drug: str
    tablet_mg: Decimal | None
    plan_mg: Decimal | None
    expected: str


def phrases() -> list[Phrase]:
    with (Path(__file__).parent / "dose_phrases.tsv").open(encoding="utf-8", newline="") as table:
        rows = list(csv.reader(table, delimiter="\t", quoting=csv.QUOTE_NONE))[1:]
    return [Phrase(text, drug, number(tablet), number(plan), expected) for text, drug, tablet, plan, expected in rows]


def number(cell: str) -> Decimal | None:
    return None if cell == "-" else Decimal(cell)


@pytest.mark.parametrize("phrase", phrases(), ids=lambda phrase: f"{phrase.text} ({phrase.drug})")
def test_a_phrase_is_read_as_the_table_says(phrase: Phrase) -> None:
    read = read_dose(phrase.text, phrase.drug, phrase.tablet_mg, phrase.plan_mg)
    if phrase.expected in set(UnclearReason):
        assert read == UnclearDose(UnclearReason(phrase.expected))
    else:
        assert isinstance(read, ReadDose)
        assert read.mg == Decimal(phrase.expected)


def test_the_table_covers_both_languages_and_every_reason() -> None:
    table = phrases()
    assert len(table) >= 250
    assert sum(phrase.text.isascii() for phrase in table) >= 100
    assert {phrase.expected for phrase in table} >= set(UnclearReason)


@pytest.mark.parametrize("tablet_mg", [FIVE, None])
@pytest.mark.parametrize("plan_mg", [THIRTY, Decimal(6), None])
@pytest.mark.parametrize(
    "text",
    [
        "6", "三十", "六", "five", "took 6", "今天6",
        "5-6片", "五六片", "五到六片", "5或6片", "5 or 6 tablets", "两三片", "大概6片", "about six tablets",
        "一天两次3片", "3片一天两次", "twice a day 3 tablets", "早晚3片", "3 tablets morning and evening", "每次3片",
        "两个半片", "2点5片", "一点五片", "1,5片", "1。5片", "6片25毫克", "30mg (7 tablets)",
        "减5片", "减了一片", "加了一片", "少吃一片", "double", "half", "一半", "吃了6片，漏了1片",
        "忘了吃没吃", "没漏", "没忘", "none missed", "忘了吃几片", "有一片没吃", "就一片没吃", "两片没吃", "早上忘了",
        "还没吃", "晚上再吃2片", "took 4 so far", "应该吃6片", "昨天6片", "隔日6片", "周一三五6片", "6片吃完吐了",
        "6克", "30ml", "6片?", "6片吗", "6片强的松龙", "硫唑嘌呤2片", "打了一针", "4片和2片", "6片，6片", "6片一片没吃",
    ],
)  # fmt: skip
def test_two_readings_never_give_a_value(text: str, tablet_mg: Decimal | None, plan_mg: Decimal | None) -> None:
    assert isinstance(read_dose(text, "prednisone", tablet_mg, plan_mg), UnclearDose)


FRAGMENTS = """0 6 五 六 半 一片 6片 30mg 毫克 片 早 晚 早上 各 每次 一天 三次 分三次 减到 减了 加 从 到 没吃 忘了 没 漏
    吐 昨天 共 约 一样 照常 x * + - = ( ) , 。 ？ 的 点 1/2 ½ ² half a tablets and in the morning twice daily
    none skipped didn't take 5-6 8点 3月5日 泼尼松 吃了"""
WORDS = st.sampled_from(FRAGMENTS.split())


@given(
    text=st.one_of(st.text(), st.lists(WORDS, max_size=8).map("".join), st.lists(WORDS, max_size=8).map(" ".join)),
    drug=st.sampled_from(sorted(DRUGS)),
    tablet_mg=st.sampled_from([None, FIVE, Decimal(0), Decimal("0.75")]),
    plan_mg=st.sampled_from([None, Decimal(0), THIRTY]),
)
def test_any_text_is_a_dose_or_a_reason(
    text: str, drug: str, tablet_mg: Decimal | None, plan_mg: Decimal | None
) -> None:
    read = read_dose(text, drug, tablet_mg, plan_mg)
    if isinstance(read, ReadDose):
        assert read.mg.is_finite()
        assert read.mg >= 0
        assert read.tablets is None or read.tablets * 4 == int(read.tablets * 4)
    else:
        assert read.reason in UnclearReason


@pytest.mark.parametrize(
    ("text", "plan_mg", "confirm"),
    [
        ("6片", 30, False), ("六片", 30, False), ("30mg", 30, False), ("I took 6 tablets", 30, False),
        ("30mg", None, False), ("5片", 30, False), ("4片", 30, True), ("0", 30, True), ("没吃", 0, False),
        ("1片", 0, True), ("300mg", None, True), ("17片", None, True), ("早4晚2", 30, True), ("6篇", 30, True),
        ("6片30毫克", 30, True), ("照常", 30, True), ("减到6片", 30, True), ("6片", 20, True), ("2mg", 3, False),
    ],
)  # fmt: skip
def test_what_was_interpreted_or_is_off_the_plan_is_shown_back(text: str, plan_mg: int | None, confirm: bool) -> None:
    read = read_dose(text, "prednisone", FIVE, None if plan_mg is None else Decimal(plan_mg))
    assert isinstance(read, ReadDose)
    assert read.confirm is confirm


def test_the_tablets_are_told_where_quarters_are_exact() -> None:
    assert read_dose("7.5mg", "prednisone", FIVE) == ReadDose(Decimal("7.5"), Decimal("1.5"), confirm=False)
    assert read_dose("7mg", "prednisone", FIVE) == ReadDose(Decimal(7), None, confirm=False)
    assert read_dose("7mg", "prednisone", None) == ReadDose(Decimal(7), None, confirm=False)


def test_azathioprine_is_asked_about_by_its_own_ranges() -> None:
    assert not ask_again("azathioprine", Decimal(100), Decimal(100))
    assert ask_again("azathioprine", Decimal(150), Decimal(100))
    assert not ask_again("azathioprine", Decimal(200), None)
    assert ask_again("azathioprine", Decimal(250), Decimal(250))


def test_steroids_are_compared_in_prednisone_equivalents() -> None:
    assert ask_again("hydrocortisone", Decimal(40), Decimal(20))
    assert not ask_again("hydrocortisone", Decimal(30), Decimal(20))
    assert ask_again("methylprednisolone", Decimal(68), None)
    assert not ask_again("methylprednisolone", Decimal(64), None)


def test_an_unknown_drug_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(KeyError):
        read_dose("6片", "aspirin", FIVE)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("强的松龙", "prednisolone"), ("强的松", "prednisone"), ("甲泼尼龙片", "methylprednisolone"),
        ("泼尼松龙", "prednisolone"), ("氢化可的松", "hydrocortisone"), ("可的松", "cortisone"),
        ("強的松", "prednisone"),
        ("Methylprednisolone 4 mg", "methylprednisolone"), ("Prednisolone", "prednisolone"),
        ("依木兰", "azathioprine"),
        ("predisone", "prednisone"), ("阿司匹林", None), ("强的松和美卓乐", None), ("得宝松", None), ("", None),
    ],
)  # fmt: skip
def test_the_longest_name_is_the_drug(text: str, code: str | None) -> None:
    found = find_drug(text)
    assert (found.code if found else None) == code


@pytest.mark.parametrize("drug", sorted(set(DRUGS) - {"azathioprine", "betamethasone"}))
def test_a_table_dose_equals_five_mg_of_prednisone(drug: str) -> None:
    equal = {"prednisone": "5", "prednisolone": "5", "methylprednisolone": "4", "triamcinolone": "4",
             "hydrocortisone": "20", "cortisone": "25", "dexamethasone": "0.75", "deflazacort": "6"}  # fmt: skip
    converted = prednisone_equivalent(drug, Decimal(equal[drug]))
    assert converted is not None
    assert abs(converted - 5) < Decimal("0.01")


def test_azathioprine_is_no_steroid() -> None:
    assert prednisone_equivalent("azathioprine", Decimal(100)) is None


@pytest.mark.parametrize(
    ("mg", "tablet_mg", "tablets"),
    [("30", "5", "6"), ("7.5", "5", "1.5"), ("1.25", "5", "0.25"), ("1", "5", None), ("0", "5", "0"), ("5", "0", None)],
)
def test_tablets_are_whole_quarters(mg: str, tablet_mg: str, tablets: str | None) -> None:
    assert tablets_for(Decimal(mg), Decimal(tablet_mg)) == (None if tablets is None else Decimal(tablets))


@pytest.mark.parametrize(
    ("taken", "plan", "state"),
    [
        (30, 30, "taken"), (25, 30, "changed"), (0, 30, "not_taken"), (None, 30, "unknown"), (0, 0, "taken"),
        (5, 0, "changed"), (None, 0, "unknown"), (30, None, "taken"), (0, None, "not_taken"), (None, None, "unknown"),
    ],
)  # fmt: skip
def test_a_day_has_a_state_and_no_answer_is_unknown(taken: int | None, plan: int | None, state: str) -> None:
    assert compare(None if taken is None else Decimal(taken), None if plan is None else Decimal(plan)) == state


def test_a_plan_repeats_its_doses_daily() -> None:
    start = date(2026, 3, 1)
    cycle = [THIRTY, Decimal(0)]
    assert [planned_mg(cycle, start, date(2026, 3, day)) for day in (1, 2, 3, 4)] == [30, 0, 30, 0]
    assert planned_mg([THIRTY], start, date(2027, 1, 1)) == 30
    with pytest.raises(ValueError, match="on or before"):
        planned_mg(cycle, start, date(2026, 2, 28))
    with pytest.raises(ValueError, match="at least one"):
        planned_mg([], start, start)
