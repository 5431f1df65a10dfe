"""The one versioned table of rules over facts and answers (clinical content §4), worst first.

What the clock does stands in `silence.py`: of R11 what was missed, of R12 what silence means.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Protocol

from conversations.events import (
    Answered,
    Asked,
    Corrected,
    Noted,
    NotUnderstood,
    Picked,
    Proposed,
    Skipped,
)
from conversations.given import Given
from conversations.rule import Rule
from conversations.rules.conditions import Condition
from conversations.rules.emergency import EMERGENCY
from conversations.rules.known import worse_than
from conversations.rules.review import REVIEW, recipients_of
from conversations.rules.urgent import URGENT

__all__ = ["RULES", "RULES_VERSION", "recipients_of", "rule_of", "rules_for"]

RULES_VERSION = 1
"""A published table never changes: a change is a new version."""


def _judged_here(rule: Rule) -> Condition:
    """The rule's condition, once something in this check-in concerns it: one of its questions was put or answered,
    or words or an attachment came. Answers given elsewhere within 2 hours complete a condition; alone they have
    been judged where they were given, and must not stop the next check-in before its first question."""
    items = frozenset(rule.items)

    def when(given: Given) -> bool:
        return (_touches(given, items) or bool(given.matches)) and rule.when(given)

    return when


def _touches(given: Given, items: frozenset[str]) -> bool:
    for event in given.log:
        match event:
            case Noted():
                return True
            case Asked() | Answered() | Corrected() | Picked() | Skipped() | Proposed() | NotUnderstood():
                if event.item in items:
                    return True
    return False


RULES: tuple[Rule, ...] = tuple(
    replace(rule, when=_judged_here(rule), worse=worse_than(rule.id)) for rule in (*EMERGENCY, *URGENT, *REVIEW)
)
"""Every rule, emergencies first, then urgent and review, each in the order of the table."""

_BY_ID = {rule.id: rule for rule in RULES}


def rule_of(id: str) -> Rule:
    """The rule with that id of the table; KeyError when there is none."""
    return _BY_ID[id]


WORDLESS = frozenset({"U16", "U28", "R01", "R02", "R03", "R04", "R06", "R07", "R09", "R10", "R11", "R13"})
"""Rules that no free text and no attachment can meet."""


class _Identified(Protocol):
    @property
    def id(self) -> str: ...


def rules_for(items: Iterable[_Identified]) -> tuple[Rule, ...]:
    """The rules that a check-in with these items is judged by, worst first: all of them, since words on any screen can
    meet a rule, less those whose questions are not among its items and which read no words."""
    asked = {item.id for item in items}
    return tuple(rule for rule in RULES if rule.id not in WORDLESS or not asked.isdisjoint(rule.items))
