"""What a participant is told: one message, at most three lines, nothing unsigned about a dose."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from conversations import advice, rule
from conversations.events import Answered, Proposed
from conversations.facts import AZATHIOPRINE, CM313, Facts
from conversations.given import Given
from conversations.rule import lines_of
from conversations.rules import RULES, rule_of

NOW = datetime(2026, 3, 5, 12, 0, tzinfo=UTC)
REVIEWED = date(2026, 3, 6)


def given(facts: dict[str, Any] | None = None, **answers: str) -> Given:
    known: dict[str, Any] = {"arm": CM313, "steroids": (), "review_by": REVIEWED} | (facts or {})
    answered = tuple(Answered(NOW - timedelta(minutes=1), item, value) for item, value in answers.items())
    return Given(Facts(date(2026, 3, 5), "Asia/Shanghai", NOW + timedelta(hours=8), **known), answered, NOW)


def said(message: str, ids: str, at: Given | None = None) -> list[str]:
    rules = [rule_of(id) for id in ids.split()]
    return [text.id for text in advice.sentences(message, rules, at or given())]


@pytest.fixture
def signed(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if a study doctor had signed every sentence that touches a dose."""
    monkeypatch.setattr(rule, "SIGNED", frozenset({"M-U", "M-Q"} | {known.id for known in RULES}))


def test_the_message_comes_first_and_keeps_the_study_phone_for_the_shell() -> None:
    texts = advice.sentences("M-U", [rule_of("U01")], given())
    assert texts[0] == advice.URGENT
    assert texts[0].values == ()
    assert "{study_phone}" in texts[0].id
    assert [text.id for text in texts[1:]] == [
        "Measure again in 1 hour. Above 39, shaking or very weak: emergency department at once."
    ]


def test_an_emergency_names_120_and_not_the_answer() -> None:
    assert said("M-E", "E04") == [advice.EMERGENCY.id, "Note the time it started."]
    assert "**" not in advice.EMERGENCY.id


def test_self_harm_has_its_own_message_that_stands_alone() -> None:
    assert said("M-S", "E07") == [advice.SELF_HARM.id]


def test_at_most_three_lines_worst_first() -> None:
    everything = " ".join(known.id for known in RULES if known.severity == 2)
    lines = said("M-U", everything)[1:]
    assert lines == [
        "Measure again in 1 hour. Above 39, shaking or very weak: emergency department at once.",
        "Keep your study card with you tonight and tell your family.",
        "Do not scratch it or put herbs on it.",
    ]


@pytest.mark.parametrize("order", ["R09 U18", "U18 R09"])
def test_lines_stand_in_the_order_of_worry(order: str) -> None:
    assert said("M-U2", order, given(w_meds="planned"))[1].startswith("You may need a liver blood test")


def test_a_line_that_two_rules_share_is_said_once() -> None:
    assert said("M-U", "U14 U15")[1:] == [
        "You may need a blood count soon; the doctor will tell you.",
        "With fever or sore throat go to hospital at once.",
    ]


@pytest.mark.usefixtures("signed")
@pytest.mark.parametrize(
    ("rules", "kept"),
    [("U11 U13 U16 U19", "U16"), ("U11 U13 U19", "U19"), ("U11 U13 U16", "U16"), ("U11 U13", "U11"), ("U13", "U13")],
)
def test_of_contradicting_lines_only_one_is_said(rules: str, kept: str) -> None:
    at = given({"arm": AZATHIOPRINE})
    messages = (advice.URGENT.id, advice.CAN_WAIT.id, advice.DO_NOT_STOP.id)
    lines = [line for line in said("M-U", rules, at) if line not in messages]
    assert lines == [line.id for line in lines_of(rule_of(kept), at)]


def test_an_unsigned_line_still_silences_what_contradicts_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rule, "SIGNED", frozenset({"U11"}))
    assert said("M-U", "U11") == [
        advice.URGENT.id,
        "Do not take a double dose. Unless a doctor told you to stop, take today's planned dose.",
    ]
    assert said("M-U", "U11 U16") == [advice.URGENT.id]


def test_sugar_for_a_low_reading_comes_before_an_empty_stomach() -> None:
    assert said("M-E", "E05 E10", given(s_glu="2.5"))[1:] == ["If fully awake, take sugar or a sweet drink now."]
    assert said("M-E", "E05 E10", given(s_glu="35"))[1:] == ["Do not eat or drink on the way."]


def test_nothing_unsigned_tells_anybody_to_take_hold_or_fetch_a_medicine() -> None:
    at = given({"arm": AZATHIOPRINE}, d_gc="no", d_gc_why="ran_out", s_preg="late_or_positive")
    for message, id in (
        ("M-U", "U11"), ("M-U2", "U13"), ("M-U", "U16"), ("M-U2", "U19"), ("M-U2", "U21"), ("M-U2", "U22"),
        ("M-R", "R13"), ("M-Q", "R14"),
    ):  # fmt: skip
        words = " ".join(said(message, id, at))
        assert "steroid" not in words
        assert "dose" not in words
        assert "azathioprine" not in words
        assert "medicines" not in words


def test_the_neutral_parts_stay_without_a_signature() -> None:
    assert said("M-U2", "U22") == [
        advice.CAN_WAIT.id,
        "Show your study card there.",
        "Before any transfusion tell them that you had CM313 (anti-CD38): it disturbs cross-matching.",
    ]
    assert said("M-R", "R13", given(t_what="study")) == ["You can stop at any time; it does not affect your care."]
    assert said("M-Q", "R14", given(k_kind="visit")) == [
        "Your question has gone to the study team; you will hear by {date}.",
        "If it cannot wait, ring {study_phone}.",
    ]


@pytest.mark.usefixtures("signed")
def test_signed_sentences_are_said_in_their_place() -> None:
    assert said("M-U", "U12")[:2] == [advice.URGENT.id, "Do not stop your steroid on your own."]
    assert said("M-Q", "R14", given(k_kind="visit"))[1] == ("Until then keep to the doctor's plan for your medicines.")
    assert said("M-U2", "U22", given({"arm": AZATHIOPRINE}))[1:] == [
        "Show your study card there; the steroid must not be stopped suddenly."
    ]
    assert said("M-R", "R13", given(t_what="study")) == [
        "You can stop at any time; it does not affect your care. Do not stop the steroid suddenly."
    ]
    assert said("M-U", "U11", given(d_gc="no", d_gc_why="ran_out"))[-1] == (
        "If you cannot reach us, take the box to the nearest hospital today."
    )


def test_a_partner_is_not_told_about_a_steroid() -> None:
    line = "Thank you; the doctor will explain what this means."
    assert said("M-U2", "U21", given(s_preg="partner_pregnant"))[1:] == [line]
    assert said("M-U2", "U21", given({"sex": "m"}, s_preg="planning"))[1:] == [line]
    assert said("M-U2", "U21", given({"sex": "f"}, s_preg="planning"))[1:] == []


def test_the_day_is_a_date_and_left_out_where_none_is_known() -> None:
    assert advice.sentences("M-R", [rule_of("R08")], given())[0].values == (("date", REVIEWED),)
    unknown = given({"review_by": None})
    assert said("M-R", "R08", unknown) == [
        "Saved. The study team will look at this. If it gets worse, tap 'I have a problem'."
    ]
    assert "date" not in said("M-Q", "R14", given({"review_by": None}, k_kind="visit"))[0]


def test_some_lines_take_the_place_of_the_message() -> None:
    tomorrow = "Before you set out tomorrow please ring {study_phone}; the doctor may choose another day."
    assert said("M-U2", "U28") == [tomorrow]
    assert said("M-U", "U12 U28")[0] == advice.URGENT.id
    assert said("M-U", "U12 U28")[-1] == tomorrow
    assert said("M-R", "R02") == ["Thank you; we will check the new plan with the doctor."]
    assert said("M-R", "R02 R10")[0].startswith("Saved.")


def test_a_milder_answer_has_the_milder_message() -> None:
    assert said("M-U", "U17", given(s_gi="upper_pain", s_gi_now="yes"))[0] == advice.URGENT.id
    assert said("M-U", "U17", given(s_gi="upper_pain", s_gi_now="no"))[0] == advice.CAN_WAIT.id
    assert said("M-U", "U17 U09", given(s_gi="upper_pain", s_gi_now="no"))[0] == advice.URGENT.id
    assert said("M-U", "U24", given(s_thirst="yes", s_glu_none="yes"))[0] == advice.CAN_WAIT.id
    assert said("M-U", "U24", given(s_thirst="yes", s_glu="17"))[0] == advice.URGENT.id
    assert said("M-Q", "R14", given(u_kind="other"))[0].startswith("Saved.")
    assert said("M-R", "R13", given(k_kind="complaint"))[0].startswith("Your question")


def test_without_a_plan_nothing_is_said_about_it() -> None:
    assert said("M-R", "R01", given({"steroids": None}, d_gc="none_taken")) == []
    assert said("M-R", "R01", given({"steroids": None}, d_gc="took", d_gc_extra="yes"))[0].startswith("Saved.")


def test_who_was_not_called_hears_that_we_are_sorry() -> None:
    assert said("M-U", "U29", given(f_u="not_called")) == [advice.promised_time_passed()[0].id]
    assert said("M-U", "U29", given(f_u="worse"))[0] == advice.URGENT.id


def test_an_unconfirmed_overdose_says_what_was_written() -> None:
    written = (Proposed(NOW - timedelta(minutes=10), "d_gc_mg", "300", "dose"),)
    at = Given(given().facts, written, NOW)
    assert advice.sentences("M-E", [rule_of("E13")], at)[0].id == "You wrote {mg} mg. If you really took that much:"
    assert said("M-E", "E13", at)[1] == advice.EMERGENCY.id
    assert said("M-E", "E13", given(d_gc="other", d_gc_mg="300"))[0] == advice.EMERGENCY.id


def test_the_two_messages_of_the_clock() -> None:
    seen = advice.seen_by("李医生")
    assert [(text.id, text.values) for text in seen] == [("{name} has seen your message.", (("name", "李医生"),))]
    assert "{study_phone}" in advice.promised_time_passed()[0].id


@pytest.mark.parametrize("known", RULES, ids=lambda known: known.id)
def test_every_rule_can_be_told(known: rule.Rule) -> None:
    if known.message:
        assert advice.sentences(known.message, [known], given())
    else:
        assert advice.sentences(known.message, [known], given()) == []
