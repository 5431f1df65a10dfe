"""“Known, not worse”: the same or milder is a review, anything worse pages. (Clinical content §4, “Fewer pages”, 3.)"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from conversations.conversation import Reply, begin, reply
from conversations.escalation import Severity
from conversations.events import Advised, ConcernRaised, Log
from conversations.facts import Known
from conversations.given import Given
from conversations.prompt import DONE
from conversations.questionnaire import open_item
from conversations.questionnaires import ALL
from conversations.rule import comparable, severity_now
from conversations.rules import RULES, rule_of
from conversations.rules.known import MARKABLE, WORDS
from tests.conversations.test_rules import AZA, NOW, TODAY, Situation, injected, previous, when

CONTROL = {"control_reached": True}

CASES: list[tuple[str, dict[str, str], list[Situation], list[Situation]]] = [
    ("U03", {"j_site": "pus", "j_site_cm": "5to10"}, [when(j_site="pus"), when(j_site="pus", j_site_cm="under5")],
     [when(j_site="pus|blister_ulcer"), when(j_site="pus", j_site_cm="over10")]),
    ("U04", {"w_inf": "pus|smell"}, [when(w_inf="pus")], [when(w_inf="pus|hot_spreading")]),
    ("U05", {"w_inf": "grouped_small_blisters"}, [when(w_inf="grouped_small_blisters")],
     [when(w_inf="grouped_small_blisters", s_contact="tb"), when(s_inf="shingles")]),
    ("U07", {"w_persist": "4", "w_new": "6", "w_old": "same"},
     [when(CONTROL, w_persist="4", w_new="6"), when(CONTROL, w_persist="3", w_old="smaller", w_new="5")],
     [when(CONTROL, w_persist="5"), when(CONTROL, w_new="7"), when(CONTROL, w_persist="4", w_old="spreading")]),
    ("U08", {"w_new": "12", "w_extent": "over10", "w_change": "worse"},
     [when(previous(w_new="6"), w_new="12"), when(w_extent="over10")],
     [when(previous(w_new="6"), w_new="13"), when(w_extent="over10", w_change="much_worse")]),
    ("U09", {"w_eat": "liquids_little"}, [when(w_eat="liquids_little")], []),
    ("U10", {"s_eye": "pain|red"}, [when(s_eye="pain"), when(s_eye="red|pain")],
     [when(s_eye="pain|blur"), when(injected(5), s_eye="blur"), when(w_area="eyes")]),
    ("U14", {"s_bleed": "many_bruises"}, [when(s_bleed="many_bruises|gums"), when(AZA, s_bleed="many_bruises")],
     [when(s_bleed="many_bruises|red_spots"), when(AZA, s_bleed="many_bruises", a_marrow="sore_throat"),
      when(AZA, w_fever="now")]),
    ("U18", {"s_liver": "dark_urine"}, [when(s_liver="dark_urine")], [when(s_liver="yellow|dark_urine")]),
    ("U21", {"s_preg": "breastfeeding"}, [when(s_preg="breastfeeding"), when(s_preg="planning")],
     [when(s_preg="late_or_positive"), when(s_preg="partner_pregnant")]),
    ("U24", {"s_glu": "18.0"}, [when(s_glu="18.0", s_read_when="today"), when(s_glu="16.8", s_read_when="today")],
     [when(s_glu="18.1", s_read_when="today"), when(s_glu="3.5", s_read_when="today"),
      when(s_thirst="yes", s_glu_none="yes")]),
    ("U25", {"s_bp_sys": "185", "s_bp_dia": "100"}, [when(s_bp_sys="185", s_read_when="today")],
     [when(s_bp_sys="186", s_read_when="today"), when(s_bp_sys="182", s_bp_dia="112", s_read_when="today"),
      when(s_bp_sys="88", s_read_when="today")]),
]  # fmt: skip
"""Rule, the answers that the doctor has seen, what is the same or milder, and what is worse."""


def marked(situation: Situation, rule: str, answers: dict[str, str], until: date = TODAY) -> Situation:
    """The same situation in a participant for whom the rule is known with these answers."""
    facts: dict[str, Any] = dict(situation.facts) | {"known": (Known(rule, until, answers),)}
    return Situation(situation.answers, facts, situation.events, situation.words, situation.hedged, situation.minutes)


@pytest.mark.parametrize(("rule", "seen", "milder", "worse"), CASES, ids=[case[0] for case in CASES])
def test_the_same_or_milder_is_a_review_and_anything_worse_pages(
    rule: str, seen: dict[str, str], milder: list[Situation], worse: list[Situation]
) -> None:
    for situations, severity in ((milder, Severity.REVIEW), (worse, Severity.URGENT)):
        for situation in situations:
            given = marked(situation, rule, seen).given()
            assert rule_of(rule).when(given), situation
            assert severity_now(rule_of(rule), given) is severity, situation
            assert severity_now(rule_of(rule), situation.given()) is Severity.URGENT, "unmarked it pages"


def test_every_row_that_may_be_marked_is_tried_and_no_other_can_be() -> None:
    allowed = {"U03", "U04", "U05", "U07", "U08", "U09", "U10", "U14", "U18", "U21", "U24", "U25"}
    assert set(MARKABLE) == {case[0] for case in CASES} == allowed
    assert {rule.id for rule in RULES if rule.worse} == allowed


@pytest.mark.parametrize("rule", [rule.id for rule in RULES if rule.worse is None])
def test_a_mark_on_any_other_row_has_no_effect(rule: str) -> None:
    given = marked(when(), rule, {item: "yes" for item in rule_of(rule).items}).given()
    assert severity_now(rule_of(rule), given) is rule_of(rule).severity


@pytest.mark.parametrize("rule", sorted(WORDS))
def test_words_cannot_be_compared_and_page(rule: str) -> None:
    seen = next(case[1] for case in CASES if case[0] == rule)
    given = marked(when(words=WORDS[rule][0]), rule, seen).given()
    assert severity_now(rule_of(rule), given) is Severity.URGENT


def test_a_mark_ends_with_its_day() -> None:
    seen = {"w_eat": "liquids_little"}
    situation = when(w_eat="liquids_little")
    on_the_day = marked(situation, "U09", seen, TODAY).given()
    after = marked(situation, "U09", seen, TODAY - timedelta(days=1)).given()
    assert severity_now(rule_of("U09"), on_the_day) is Severity.REVIEW
    assert severity_now(rule_of("U09"), after) is Severity.URGENT


def test_only_what_a_later_answer_could_be_compared_with_can_be_marked() -> None:
    assert comparable(rule_of("U04"), {"w_inf": "pus"})
    assert not comparable(rule_of("U04"), {"w_inf": "none"})
    assert not comparable(rule_of("U04"), {})
    assert not comparable(rule_of("E05"), {"s_gi": "vomit_blood"})
    assert not comparable(rule_of("U12"), {"s_gi": "vomiting_repeated"})


WEEK = {
    "w_fever": "no", "w_new": "12", "w_old": "same", "w_persist": "0", "w_area": "arms_hands", "w_extent": "1to5",
    "w_inf": "none", "w_eat": "normal", "w_pain": "0", "w_itch": "0", "w_life": "0", "w_change": "much_worse",
    "w_events": "none", "w_meds": "none",
}  # fmt: skip


def test_what_is_known_and_then_gets_worse_in_the_same_check_in_pages_and_is_told_anew() -> None:
    facts = marked(when(previous(w_new="6")), "U08", {"w_new": "12"}).given().facts
    log: Log = tuple(begin(ALL["weekly"], facts, (), NOW))
    raised: list[tuple[str, str]] = []
    while (item := open_item(ALL["weekly"], Given(facts, log, NOW))) is not None:
        log += tuple(reply(ALL["weekly"], facts, log, Reply(item=item.id, option=WEEK[item.id]), NOW))
        if WEEK[item.id] not in ("none", "no") and item.id == "w_area":
            log += tuple(reply(ALL["weekly"], facts, log, Reply(item=item.id, option=DONE), NOW))
        if item.id == "w_life":
            raised = [(event.rule, event.severity) for event in log if isinstance(event, ConcernRaised)]
    assert ("U08", "review") in raised
    assert ("U08", "urgent") not in raised

    raised = [(event.rule, event.severity) for event in log if isinstance(event, ConcernRaised)]
    assert ("U08", "urgent") in raised
    assert [event.message for event in log if isinstance(event, Advised)] == ["M-U2"]
