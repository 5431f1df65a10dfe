"""When a question is asked, said in a form that other systems read; found by trying, since conditions are code here.

A condition is tried with every combination of the answers that it reads. If the same combinations are picked out by a
few comparisons (“w_old = spreading”, “w_new >= 5”), all of them or any of them, then those are the condition, exactly.
What depends on more than answers of the same check-in (the day's plan, free text, an answer elsewhere, time) cannot be
said so, and is not guessed: then it is only named what the condition reads.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import pairwise, product
from typing import Any, Literal, cast

from bot.reports.definitions import Defined, defined, situations
from conversations.events import Answered, Event, Log, Skipped
from conversations.facts import Facts
from conversations.given import Given
from conversations.questionnaire import Questionnaire, always
from conversations.questionnaires import questionnaire_of

MOST_COMBINATIONS = 3000
"""A condition over more combinations of answers than these is not written out."""
MOST_COMPARISONS = 12
"""More comparisons than these say nothing to a reader."""
COUNTED = tuple(str(n) for n in range(11))
"""Of a count and of a scale, the numbers that are tried, besides the largest. Of a reading only both ends: a limit in
between shows, and is then not said."""

Operator = Literal["=", "!=", ">=", "exists"]
State = Mapping[str, str | None]
"""The answers of a combination: None is skipped; what is not there is not reached yet."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """One comparison with the answer to another question, as FHIR's `enableWhen` means it."""

    question: str
    operator: Operator
    value: str

    def holds(self, state: State) -> bool:
        codes = (state.get(self.question) or "").split("|") if state.get(self.question) is not None else []
        match self.operator:
            case "=":
                return self.value in codes
            case "!=":
                return self.value not in codes
            case ">=":
                return any(code.isdigit() and Decimal(code) >= Decimal(self.value) for code in codes)
        return bool(codes) == (self.value == "true")


@dataclass(frozen=True, slots=True)
class Condition:
    """When an item is asked. Without `comparisons` it is not said here; `reads` then names what it depends on."""

    behaviour: Literal["any", "all"] = "all"
    comparisons: tuple[Comparison, ...] = ()
    reads: tuple[str, ...] = ()


def conditions(questionnaire: Questionnaire) -> Mapping[str, Condition]:
    """The condition of each item that has one, by the item's id. Items that are always asked are not in it."""
    return _conditions(questionnaire.id, questionnaire.version)


@cache
def _conditions(id: str, version: int) -> Mapping[str, Condition]:
    known = {found.item.id: found for found in defined(questionnaire_of(id, version))}
    return {id: _condition(found, known) for id, found in known.items() if found.item.when is not always}


def _condition(found: Defined, known: Mapping[str, Defined]) -> Condition:
    reads, beyond = _reads(found, known)
    if beyond is None:
        return Condition(reads=tuple(sorted(reads)))
    if beyond or not reads:
        return Condition(reads=tuple(sorted(reads | beyond)))
    states = list(_states(sorted(reads), known))
    truth = [_when(found, state) for state in states]
    if not any(truth) or all(truth):  # by a setting of the study, not by an answer
        return Condition(reads=tuple(sorted(reads)))
    behaviours: tuple[Literal["any", "all"], ...] = ("any", "all")
    for behaviour in behaviours:
        chosen = _said(behaviour, states, truth, [known[id] for id in sorted(reads)])
        if chosen and len(chosen) <= MOST_COMPARISONS:
            return Condition(behaviour, tuple(chosen), tuple(sorted(reads)))
    return Condition(reads=tuple(sorted(reads)))


def _reads(found: Defined, known: Mapping[str, Defined]) -> tuple[set[str], set[str] | None]:
    """Which answers the condition reads, and what else; None for else when there are too many combinations to tell."""
    reads: set[str] = set()
    while True:
        heard, beyond = set[str](), set[str]()
        size = 1
        for id in reads:
            size *= len(_domain(known[id]))
        if size > MOST_COMBINATIONS:
            return reads, None
        for state in _states(sorted(reads), known):
            listening = Listening(state)
            found.item.when(listening)
            heard |= listening.heard
            beyond |= listening.beyond
        heard &= set(known)  # an answer that this check-in never asks for is never there
        if heard <= reads:
            return reads, beyond
        reads |= heard


def _states(reads: Sequence[str], known: Mapping[str, Defined]) -> Iterator[State]:
    """Every combination of answers to these questions."""
    for values in product(*(_domain(known[id]) for id in reads)):
        yield {id: value for id, value in zip(reads, values, strict=True) if value != ""}


def _domain(found: Defined) -> tuple[str | None, ...]:
    """The answers that are tried: not reached (an empty text), skipped, and each value."""
    codes = tuple(option.code for option in found.choices)
    match found.answer:
        case "choice":
            return ("", None, *codes)
        case "choices":
            pairs = tuple("|".join(pair) for pair in pairwise(codes) if "none" not in pair)
            return ("", None, *codes, *pairs)
        case "whole" | "number":
            ends = [str(end) for end in (found.low, found.high) if end is not None]
            return ("", None, *codes, *dict.fromkeys([*(COUNTED if _is_counted(found) else ()), *ends]))
    return ("", None, "words")


def _is_counted(found: Defined) -> bool:
    """Whether its answers begin at 0, one by one: then a limit such as 5 can be found."""
    return found.answer == "whole" and found.low == 0 and (found.high or 0) >= int(COUNTED[-1])


def _when(found: Defined, state: State) -> bool:
    return bool(found.item.when(Listening(state)))


def _said(
    behaviour: Literal["any", "all"], states: Sequence[State], truth: Sequence[bool], read: Sequence[Defined]
) -> list[Comparison]:
    """Comparisons that pick out exactly these states, as few as a plain look finds; empty when there are none."""
    together = any if behaviour == "any" else all
    fitting = []
    for one in _comparisons(read):
        held = [one.holds(state) for state in states]
        implied = all(t for t, h in zip(truth, held, strict=True) if h)
        needed = all(h for t, h in zip(truth, held, strict=True) if t)
        if any(held) and (implied if behaviour == "any" else needed) and not (behaviour == "all" and all(held)):
            fitting.append((one, held))

    def exact(chosen: Sequence[tuple[Comparison, list[bool]]]) -> bool:
        return bool(chosen) and [together(held[n] for _, held in chosen) for n in range(len(states))] == list(truth)

    if not exact(fitting):
        return []
    for spare in list(fitting):
        rest = [other for other in fitting if other is not spare]
        if exact(rest):
            fitting = rest
    return [one for one, _ in fitting]


def _comparisons(read: Sequence[Defined]) -> Iterator[Comparison]:
    """Every comparison that may be of use; the plainest last, since the first ones are dropped first."""
    for found in read:
        yield Comparison(found.item.id, "exists", "true")
        yield Comparison(found.item.id, "exists", "false")
        codes = [option.code for option in found.choices]
        numbers = [n for n in _domain(found) if n and n.isdigit() and n not in codes] if _is_counted(found) else []
        yield from (Comparison(found.item.id, "=", value) for value in [*numbers, *codes])
        yield from (Comparison(found.item.id, "!=", value) for value in [*numbers, *codes])
        yield from (Comparison(found.item.id, ">=", value) for value in reversed(numbers))


class Listening(Given):
    """What is given in one combination of answers; notes which answers a condition reads (`heard`), and what else."""

    def __init__(self, state: State) -> None:
        self.heard: set[str] = set()
        self.beyond: set[str] = set()
        usual = next(situations())
        log: list[Event] = [
            Skipped(usual.now, item, declined=False) if value is None else Answered(usual.now, item, value)
            for item, value in state.items()
        ]
        super().__init__(cast(Facts, _Facts(usual.facts, self.beyond)), tuple(log), usual.now)

    def value(self, item: str) -> str | None:
        self.heard.add(item)
        return super().value(item)

    def left_open(self, item: str, *since: Any) -> bool:
        self.beyond.add("time")
        return super().left_open(item, *since)

    @property
    def settled(self) -> dict[str, Event]:
        return _Settled(self.log, self.heard)

    @property
    def matches(self) -> tuple[Any, ...]:
        self.beyond.add("free text")
        return ()

    @property
    def hedged(self) -> bool:
        self.beyond.add("free text")
        return False

    @property
    def denies_self_harm(self) -> bool:
        self.beyond.add("free text")
        return False


class _Settled(dict[str, Event]):
    def __init__(self, log: Log, heard: set[str]) -> None:
        super().__init__({event.item: event for event in log if isinstance(event, Answered | Skipped)})
        self._heard = heard

    def __contains__(self, item: object) -> bool:
        self._heard.add(str(item))
        return super().__contains__(item)

    def get(self, item: str, default: Any = None) -> Any:
        self._heard.add(item)
        return super().get(item, default)


class _Facts:
    """The facts of the usual day; notes which of them are read."""

    def __init__(self, facts: Facts, beyond: set[str]) -> None:
        self._facts, self._beyond = facts, beyond

    def __getattr__(self, name: str) -> Any:
        self._beyond.add(f"facts: {name}")
        return getattr(self._facts, name)
