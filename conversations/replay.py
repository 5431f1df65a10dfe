"""Today's rules over a check-in as it was stored: what would be raised now, from the same facts and the same answers.

The log is walked event by event, without the concerns that were raised then; rules that wait for time are judged after
every pause of 10 and of 30 minutes, as the clock does.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from conversations.conversation import SILENCE, judge
from conversations.escalation import Severity
from conversations.events import (
    Advised,
    Answered,
    ConcernRaised,
    Corrected,
    Event,
    Log,
    Noted,
    NotUnderstood,
    Picked,
    Proposed,
    Skipped,
)
from conversations.facts import Facts
from conversations.given import Given
from conversations.questionnaire import Questionnaire
from conversations.questions import Choices

PAUSES = (SILENCE, timedelta(minutes=30))
"""After so much silence the clock judges the rules that wait (`bot/waking.py`)."""


def raised_in(log: Log) -> dict[str, str]:
    """Each rule that was raised, with its worst severity."""
    return _worst(event for event in log if isinstance(event, ConcernRaised))


def replay(questionnaire: Questionnaire, facts: Facts, log: Log, now: datetime) -> dict[str, str]:
    """Each rule that today's table raises over these events up to `now`, with its worst severity."""
    told = [event for event in log if not isinstance(event, ConcernRaised | Advised)]
    walked: Log = ()
    for place, event in enumerate(told):
        least = _judged(questionnaire, facts, walked, event)
        walked = (*walked, event)
        if least is not None:
            walked = _judge(questionnaire, facts, walked, event.at, least)
        following = told[place + 1].at if place + 1 < len(told) else now
        for pause in PAUSES:
            if event.at + pause <= following:
                walked = _judge(questionnaire, facts, walked, event.at + pause, Severity.REVIEW)
    return raised_in(walked)


def _judged(questionnaire: Questionnaire, facts: Facts, walked: Log, event: Event) -> Severity | None:
    """From which severity on rules are judged at this event; None where none are."""
    match event:
        case Answered() | Corrected() | Skipped() | NotUnderstood() | Noted():
            return Severity.REVIEW
        case Proposed(why="dose"):
            return Severity.REVIEW
        case Picked(item=id, option=code, on=True):
            item = questionnaire.item(id)
            question = item.ask(Given(facts, walked, event.at)) if item else None
            options = question.options if isinstance(question, Choices) else ()
            return Severity.EMERGENCY if any(o.code == code and o.at_once for o in options) else None
        case _:
            return None


def _judge(questionnaire: Questionnaire, facts: Facts, walked: Log, at: datetime, least: Severity) -> Log:
    found = judge(questionnaire, facts, walked, [], at, least)
    return (*walked, *(event for event in found if isinstance(event, ConcernRaised)))


def _worst(raised: Iterator[ConcernRaised]) -> dict[str, str]:
    found: dict[str, str] = {}
    for event in raised:
        before = found.get(event.rule)
        if before is None or Severity.of(event.severity) > Severity.of(before):
            found[event.rule] = event.severity
    return found
