"""A questionnaire: a versioned list of items, and which of them is open.

Nothing is stored about where a person is. The open item is the one being shown back or gone back to,
else the first applicable one without an answer. A restart loses nothing, and nothing can disagree
with the answers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Literal

from conversations.events import Answered, Completed, ConcernRaised, Corrected, Expired, Resumed, Revisited, Skipped
from conversations.given import Given
from conversations.questions import Question
from conversations.rule import Rule

Condition = Callable[[Given], bool]


def always(given: Given) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Item:
    """A question with the condition under which it is asked.

    `ask` makes the question, since some depend on the day's plan. `safety` marks the ◆ items of the
    clinical content: they offer “rather not say” in place of “skip”. `audience` says which staff may
    read the answer. `shown` is the plan in the words, kept when asked, so that a tap means that plan.
    `leads` names the questionnaire that an answer opens.
    """

    id: str
    ask: Callable[[Given], Question]
    when: Condition = always
    audience: Literal["all", "doctors"] = "all"
    safety: bool = False
    skippable: bool = True
    shown: Callable[[Given], str] = field(default=lambda given: "")
    leads: Mapping[str, str] = field(default_factory=dict)


def item(
    question: Question,
    when: Condition = always,
    *,
    audience: Literal["all", "doctors"] = "all",
    safety: bool = False,
    skippable: bool = True,
    leads: Mapping[str, str] | None = None,
) -> Item:
    """An item whose question is always the same."""
    return Item(question.id, lambda given: question, when, audience, safety, skippable, leads=leads or {})


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """A versioned definition. A published version never changes: a change is a new version.

    `rules` stand worst first: a rule may read that another one has been raised.
    `order` sorts check-ins that are due together (lower first); `window` is how long it counts as on
    time, where the schedule does not name a local hour; `pausable`: may be put off for two hours, and is
    reminded of; `thanks`: “Saved. Thank you.” at its end.
    """

    id: str
    version: int
    items: tuple[Item, ...]
    rules: tuple[Rule, ...] = ()
    order: int = 50
    window: timedelta = timedelta(hours=24)
    pausable: bool = True
    thanks: bool = True

    def item(self, id: str) -> Item | None:
        return next((item for item in self.items if item.id == id), None)


def is_over(given: Given) -> bool:
    return any(isinstance(event, Completed | Expired) for event in given.log)


def is_stopped(given: Given) -> bool:
    """After an emergency answer the check-in stops until the person chooses to go on."""
    stopped = False
    for event in given.log:
        if isinstance(event, ConcernRaised) and event.severity == "emergency":
            stopped = True
        elif isinstance(event, Resumed):
            stopped = False
    return stopped


def revisited(given: Given) -> str | None:
    """The item that was gone back to and has not been answered since."""
    again: str | None = None
    for event in given.log:
        if isinstance(event, Revisited):
            again = event.item
        elif isinstance(event, Answered | Corrected | Skipped) and event.item == again:
            again = None
    return again


def open_item(questionnaire: Questionnaire, given: Given) -> Item | None:
    """The item that waits for an answer, or None when all is answered."""
    for wanted in (given.proposal.item if given.proposal else None, revisited(given)):
        if wanted and (found := questionnaire.item(wanted)) and found.when(given):
            return found
    return next((i for i in questionnaire.items if i.id not in given.settled and i.when(given)), None)


def before(questionnaire: Questionnaire, item: Item, given: Given) -> Item | None:
    """The item to which “back” leads: settled last before this one, among those that still apply."""
    applicable = {i.id: i for i in questionnaire.items if i.when(given)}
    order = [id for id in given.settled if id in applicable]
    earlier = order[: order.index(item.id)] if item.id in order else order
    return applicable[earlier[-1]] if earlier else None


def open_question(questionnaire: Questionnaire, given: Given) -> Question | None:
    """The open item's question in the form that fits this moment."""
    found = open_item(questionnaire, given)
    return found.ask(given) if found else None


def inapplicable(questionnaire: Questionnaire, given: Given) -> list[str]:
    """Answered items that a later correction made inapplicable: kept, exported so, and out of derived values."""
    return [i.id for i in questionnaire.items if i.id in given.settled and not i.when(given)]
