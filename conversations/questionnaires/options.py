"""Small things that several questionnaires share: options, common answers, and conditions on them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from conversations.given import Given
from conversations.questionnaire import Condition, Item, item
from conversations.questions import NONE, Option, Words
from conversations.text import Text, _

PROBLEM, UNASKED, FOLLOW_UP, INJECTION, DAILY, WEEKLY, SIDE_EFFECTS, REST, LAST = 10, 11, 12, 20, 30, 40, 50, 60, 90
"""Which comes first of check-ins that are due together (design: “How check-ins behave”, Order)."""


def options(labels: Mapping[str, Text], at_once: tuple[str, ...] = ()) -> tuple[Option, ...]:
    """Options from their codes and labels, in the given order."""
    return tuple(Option(code, label, at_once=code in at_once) for code, label in labels.items())


NOTHING: dict[str, Text] = {NONE: _("None of these")}
OTHER: dict[str, Text] = {"other": _("Something else")}

YES_NO = options({"yes": _("Yes"), "no": _("No")})
"""For facts: 是, 不是."""

HAS = options({"no": _("No, nothing"), "yes": _("Yes, something")})
"""For symptoms: 没有, 有."""

STILL = options({"yes": _("Yes, still"), "no": _("No, it is over")})

NOT_MEASURED = Option("unknown", _("Not measured"))

SINCE_WHEN = options(
    {
        "today": _("Today"),
        "yesterday": _("Yesterday"),
        "days_2_3": _("2 or 3 days ago"),
        "over_3_days": _("Longer ago"),
    }
)


def only(item: Item, condition: Condition) -> Item:
    """The same item under one more condition."""
    gate = item.when
    return replace(item, when=lambda given: condition(given) and gate(given))


def done(given: Given, item: str, *codes: str) -> bool:
    """The item is answered for good (not just being ticked) and any of these codes is in the answer."""
    return item in given.settled and given.has(item, *codes)


IN_WORDS = _("Please say in a few words what it is. (optional)")


def text_of(other: str, question: Text = IN_WORDS) -> Item:
    """The optional words behind “something else” of an item."""
    return item(Words(f"{other}_text", question), lambda given: done(given, other, "other"))
