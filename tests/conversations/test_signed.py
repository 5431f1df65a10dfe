"""Sentences that touch a dose: each behind its own switch, off until a study doctor signs it. (Clinical content §6.)"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from conversations import advice, rule
from conversations.facts import CM313
from conversations.questionnaires import ALL
from conversations.rule import SWITCHES, lines_of
from conversations.rules import RULES, rule_of
from tests.conversations.test_rules import AZA, Situation, when

OF_SECTION_6 = {"M-Q", "M-U", "d_advice", "U11", "U13", "U16", "U19", "visit"}

MET: dict[str, Situation] = {
    "U11": when(d_gc="no", d_gc_why="ran_out"),
    "U13": when(d_gc="other", d_gc_mg="10", d_gc_why="own_choice"),
    "U16": when(AZA, a_hyper="rash|fever"),
    "U19": when(AZA, m_drug="allopurinol"),
    "U21": when(s_preg="planning"),
    "U22": when({"arm": CM313}, w_events="hospital_stay"),
    "R13": when(k_kind="complaint"),
}
"""A situation in which the rule's sentence would be said."""


def _lines(id: str) -> Callable[[], list[str]]:
    return lambda: [text.id for text in lines_of(rule_of(id), MET[id].given())]


def _message(name: str) -> Callable[[], list[str]]:
    return lambda: [text.id for text in advice.message_alone(name, when().given())]


def _diary() -> list[str]:
    given = when(d_gc="no", d_gc_why="forgot").given()
    item = ALL["daily"].item("d_advice")
    assert item is not None
    return [item.ask(given).text.id] if item.when(given) else []


def _visit() -> list[str]:
    item = ALL["visit"].item("v_confirm")
    assert item is not None
    return _ids(item.ask(when().given()).text)


def _ids(text: object) -> list[str]:
    id, values = text.id, text.values  # type: ignore[attr-defined]  # a Text
    return [id, *(inner for _, value in values if hasattr(value, "id") for inner in _ids(value))]


SAID: dict[str, Callable[[], list[str]]] = {
    **{id: _lines(id) for id in MET},
    "M-U": _message("M-U"),
    "M-Q": _message("M-Q"),
    "d_advice": _diary,
    **({"visit": _visit} if "visit" in ALL else {}),
}
TOUCHES = re.compile(
    r"double dose|planned dose|take the box|leave it out|take it now|leave out azathioprine|steroid as usual|"
    r"other prescribed medicines|stop your steroid|stopped suddenly|stop the steroid|plan for your medicines",
    re.IGNORECASE,
)
"""The words of §6: whoever reads them does something with a medicine."""


@pytest.mark.parametrize("switch", sorted(SAID))
def test_off_it_is_not_said_and_signed_it_is(switch: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert frozenset() == rule.SIGNED, "nothing is signed yet"
    off = SAID[switch]()
    assert not any(TOUCHES.search(sentence) for sentence in off), off

    monkeypatch.setattr(rule, "SIGNED", SWITCHES - {switch})
    assert SAID[switch]() == off, "another signature does not turn it on"

    monkeypatch.setattr(rule, "SIGNED", frozenset({switch}))
    signed = SAID[switch]()
    assert any(TOUCHES.search(sentence) for sentence in signed), signed


def test_every_sentence_of_section_6_has_its_switch_and_every_switch_is_tried() -> None:
    assert OF_SECTION_6 <= SWITCHES
    assert SWITCHES - {"visit"} <= set(SAID) <= SWITCHES
    assert {one.id for one in RULES if any(line.touches_dose for line in one.lines)} == set(MET)


def test_no_line_that_touches_a_dose_stands_without_its_switch() -> None:
    for one in RULES:
        for line in one.lines:
            assert bool(TOUCHES.search(line.text.id)) <= line.touches_dose, (one.id, line.text.id)


def test_the_code_asks_only_for_switches_that_there_are() -> None:
    asked = {
        found
        for path in Path(rule.__file__).parent.rglob("*.py")
        for found in re.findall(r'"([\w-]+)" (?:not )?in (?:rule\.)?SIGNED', path.read_text(encoding="utf-8"))
    }
    assert {"d_advice", "U22", "R13"} <= asked <= SWITCHES


def test_with_a_sentence_off_the_neutral_message_stands_in_its_place() -> None:
    for id, situation in MET.items():
        given = situation.given()
        said = advice.sentences(rule_of(id).message, [rule_of(id)], given)
        assert said, id
        assert not any(TOUCHES.search(text.id) for text in said), id
