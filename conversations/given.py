"""What is known at one moment of a check-in: its facts, and the answers that its log holds.

Conditions of items and rules are written in these words. A comparison with a missing value is false.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cached_property, lru_cache

from conversations import red_flags
from conversations.events import (
    Answered,
    Asked,
    ConcernRaised,
    Corrected,
    Event,
    Log,
    Noted,
    NotUnderstood,
    Picked,
    Proposed,
    Skipped,
    Withdrawn,
)
from conversations.facts import Facts

SETTLES = (Answered, Corrected, Skipped)

UNANSWERED = timedelta(minutes=10)
"""How long a question that decides about an alarm may stay open before it counts as yes. To confirm."""


class Given:
    """A read-only view of (facts, log) at `now`. Cheap to make; made anew for every turn."""

    def __init__(self, facts: Facts, log: Log, now: datetime) -> None:
        self.facts = facts
        self.log = log
        self.now = now

    @cached_property
    def answers(self) -> dict[str, str]:
        """The current answer of each item, with the ticks so far of a multiple choice being answered."""
        answers: dict[str, str] = {}
        ticks: dict[str, list[str]] = {}
        for event in self.log:
            match event:
                case Answered() | Corrected():
                    answers[event.item] = event.value
                    ticks.pop(event.item, None)
                case Skipped():
                    answers.pop(event.item, None)
                    ticks.pop(event.item, None)
                case Picked():
                    codes = ticks.setdefault(event.item, answers.get(event.item, "").split("|"))
                    codes[:] = [code for code in codes if code and code != event.option]
                    if event.on:
                        codes.append(event.option)
        answers |= {item: "|".join(codes) for item, codes in ticks.items()}
        return {item: value for item, value in answers.items() if value}

    @cached_property
    def settled(self) -> dict[str, Event]:
        """Items that are done: the event that answered or skipped each."""
        return {e.item: e for e in self.log if isinstance(e, Answered | Corrected | Skipped)}

    def value(self, item: str) -> str | None:
        """The answer, or for the red-flag screen (`x_…`) one given elsewhere in the last 2 hours."""
        found = self.answers.get(item)
        if found is None and item.startswith("x_"):
            found = self.facts.recent.get(item)
        return found

    def is_(self, item: str, *codes: str) -> bool:
        """The single answer is one of these codes."""
        return self.value(item) in codes

    def has(self, item: str, *codes: str) -> bool:
        """Any of these codes is among the ticks."""
        return not set((self.value(item) or "").split("|")).isdisjoint(codes)

    def ticked(self, item: str) -> bool:
        """Something other than `none` is ticked (`item != none`)."""
        return any(code not in ("", "none") for code in (self.value(item) or "").split("|"))

    def number(self, item: str) -> Decimal | None:
        """The answer as a number, or None for a missing one and for “not measured”."""
        return as_number(self.value(item))

    def previous(self, item: str) -> Decimal | None:
        """The last answer before this check-in as a number."""
        return as_number(self.facts.previous.get(item))

    def at_least(self, item: str, limit: str | int | Decimal) -> bool:
        number = self.number(item)
        return number is not None and number >= Decimal(limit)

    def below(self, item: str, limit: str | int | Decimal) -> bool:
        number = self.number(item)
        return number is not None and number < Decimal(limit)

    def left_open(self, item: str, since: timedelta = UNANSWERED) -> bool:
        """Asked at least that long ago, and neither answered nor skipped."""
        asked = [e.at for e in self.log if isinstance(e, Asked) and e.item == item]
        return bool(asked) and item not in self.settled and self.now - asked[0] >= since

    def declined(self, *items: str) -> bool:
        """One of these safety items was answered with “rather not say”."""
        return any(isinstance(self.settled.get(item), Skipped) for item in items)

    @cached_property
    def raised(self) -> dict[str, str]:
        """Rules already raised in this check-in, with their severity."""
        return {e.rule: e.severity for e in self.log if isinstance(e, ConcernRaised)}

    @cached_property
    def proposal(self) -> Proposed | None:
        """What is shown back and waits for a yes or no."""
        pending: Proposed | None = None
        for event in self.log:
            if isinstance(event, Proposed):
                pending = event
            elif (
                pending and isinstance(event, Answered | Corrected | Withdrawn | Skipped) and event.item == pending.item
            ):
                pending = None
        return pending

    def words(self) -> Iterator[tuple[str, str]]:
        """Every free text of this check-in with the item it was written at: answers, misfits, captions."""
        for _place, item, raw in self._written():
            yield item, raw

    def _written(self) -> Iterator[tuple[int, str, str]]:
        """The same with its place in the log."""
        for place, event in enumerate(self.log):
            match event:
                case Answered(item=item, raw=raw) | Corrected(item=item, raw=raw) if raw:
                    yield place, item, raw
                case NotUnderstood(item=item, raw=raw) | Proposed(item=item, raw=raw) if raw:
                    yield place, item, raw
                case Noted(raw=raw) if raw:
                    yield place, "", raw

    @cached_property
    def _found(self) -> tuple[red_flags.Match, ...]:
        """What the words meet. “Is it you, now?” is asked once: words that come after its answer are taken as stated,
        since nothing may be silenced by what was said of other words."""
        asked = next((place for place, e in enumerate(self.log) if isinstance(e, SETTLES) and e.item == "t_now"), None)
        return tuple(
            replace(match, hedged=match.hedged and (asked is None or place < asked))
            for place, _item, words in self._written()
            for match in _find(words)
        )

    @cached_property
    def matches(self) -> tuple[red_flags.Match, ...]:
        """What the person's words meet; self-harm that they deny is none."""
        return tuple(match for match in self._found if not match.negated_selfharm)

    @cached_property
    def denies_self_harm(self) -> bool:
        """Some words mention self-harm and deny it: nothing is raised, and the question is put all the same (§4)."""
        return any(match.negated_selfharm for match in self._found)

    def text(self, lexicon: str) -> bool:
        """`text~X`: the lexicon matched as the person's own present, or “is it you, now?” was said yes to.

        Declined, or unanswered for 10 minutes, counts as yes for an emergency word (clinical content §4).
        """
        if any(m.lexicon == lexicon and not m.hedged for m in self.matches):
            return True
        confirmed = self.is_("t_now", "me_now") or self.left_open("t_now") or self.declined("t_now")
        return confirmed and any(m.lexicon == lexicon for m in self.matches)

    @cached_property
    def hedged(self) -> bool:
        """Some words may be about the past, a possibility or somebody else: ask before alerting."""
        sure = {m.lexicon for m in self.matches if not m.hedged}
        return any(m.hedged and m.lexicon not in sure for m in self.matches)


@lru_cache(maxsize=1000)
def _find(words: str) -> tuple[red_flags.Match, ...]:
    """Every rule and condition of a turn reads the same words; they are searched once."""
    return red_flags.find(words)


def as_number(value: str | None) -> Decimal | None:
    """A stored value as a number; codes such as `unknown` are none."""
    if value is None or not value.replace(".", "", 1).isdigit():
        return None
    return Decimal(value)
