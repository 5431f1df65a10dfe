"""A rule: a named condition over facts and answers, and what its being met means.

Rules are judged at the answer (a tick of a multiple choice is one), never only at the end. Their
tables stand in `rules/`; every clinical value in them is a proposal until a study doctor signs it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal
from zoneinfo import ZoneInfo

from conversations.escalation import Severity
from conversations.given import Given
from conversations.text import Text

Message = Literal["M-E", "M-S", "M-U", "M-U2", "M-R", "M-Q", ""]
Recipient = Literal["OD", "PI", "SR", "CRC"]
Answers = Mapping[str, str]
Worse = Callable[[Answers, Given], bool]
"""Whether what is given is worse than those answers."""


@dataclass(frozen=True, slots=True)
class Line:
    """An extra sentence to the participant, under a condition. `touches_dose`: it tells someone to take,
    hold or fetch a medicine, and is said only once its rule stands in `SIGNED` (clinical content §6)."""

    text: Text
    when: Callable[[Given], bool] = lambda given: True
    touches_dose: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """`items`: the questions whose answers it reads. `symptom`: an urgent row after which the
    participant is asked a day later how it is (f_u). `source`: key into clinical content §7;
    `confirm`: the value still waits for a study doctor's word. `worse`: set where a doctor may mark it as known, not
    worse; what then pages all the same."""

    id: str
    severity: Severity
    title: Text
    when: Callable[[Given], bool]
    message: Message
    to: tuple[Recipient, ...]
    items: tuple[str, ...]
    lines: tuple[Line, ...] = ()
    source: str = ""
    confirm: bool = True
    symptom: bool = False
    worse: Worse | None = None


SWITCHES: frozenset[str] = frozenset(
    {"M-U", "M-Q", "d_advice", "visit", "U11", "U13", "U16", "U19", "U21", "U22", "R13"}
)
"""Every sentence that touches a dose, by where it is said: messages, the advice of the diary, the visit's reminder, and
lines of rules (clinical content §6; U21, U22 and R13 are ours, for the same reason). Off, the neutral words stay."""
SIGNED: frozenset[str] = frozenset()
"""The switches that a study doctor has signed, one by one. Empty: all are off (§6)."""


def lines_of(rule: Rule, given: Given) -> list[Text]:
    """The sentences that this rule adds for this participant at this moment."""
    return [line.text for line in rule.lines if line.when(given) and (not line.touches_dose or rule.id in SIGNED)]


def severity_now(rule: Rule, given: Given) -> Severity:
    """With what severity a rule that is met is raised: as a review where it is known and has not got worse."""
    if rule.worse is None:
        return rule.severity
    today = given.now.astimezone(ZoneInfo(given.facts.zone)).date()
    marks = [known for known in given.facts.known if known.rule == rule.id and today <= known.until]
    known = any(not rule.worse(mark.answers, given) for mark in marks)
    return Severity.REVIEW if known else rule.severity


def raised_milder(rule: Rule, given: Given) -> bool:
    """The rule was raised in this check-in, but as known, not worse."""
    return given.raised.get(rule.id) == Severity.REVIEW.code and rule.severity > Severity.REVIEW


def comparable(rule: Rule, answers: Answers) -> bool:
    """Whether the rule may be marked as known, and later answers could be compared with these: a mark on words alone
    would promise what it cannot keep."""
    return rule.worse is not None and any(answers.get(item) not in (None, "none") for item in rule.items)
