"""The ladder as an escalation carries it: copied when it opens or gets worse, with the rule by which targets become
people, so that later edits of either do not change what is under way."""

import json
from datetime import timedelta

from conversations.escalation import LADDERS, PEOPLE, Ladder, Severity, Step, Target, Who, everybody_by

Groups = tuple[tuple[Who, ...], ...]


def ladder_as_json(severity: Severity, everybody: timedelta | None = None) -> dict[str, object]:
    """The ladder and the people rule as they are now; nothing for a review, which has a morning list. `everybody`: so
    long after its start everybody is told at the latest."""
    ladder = LADDERS.get(severity)
    if ladder is None:
        return {}
    if everybody is not None:
        ladder = everybody_by(ladder, everybody)
    return {
        "open": [[step.after.total_seconds(), list(step.to)] for step in ladder.open],
        "every": ladder.every.total_seconds(),
        "held": [[step.after.total_seconds(), list(step.to)] for step in ladder.held],
        "held_every": (ladder.held_every or ladder.every).total_seconds(),
        "people": {target: [list(group) for group in groups] for target, groups in PEOPLE.items()},
    }


def ladder_from_json(stored: str) -> Ladder:
    """What `ladder_as_json` made."""
    plain = json.loads(stored)

    def steps(name: str) -> tuple[Step, ...]:
        return tuple(
            Step(timedelta(seconds=after), tuple(Target(to) for to in targets)) for after, targets in plain[name]
        )

    return Ladder(
        steps("open"), timedelta(seconds=plain["every"]), steps("held"), timedelta(seconds=plain["held_every"])
    )


def groups_of(stored: str, target: Target) -> Groups:
    """Who stands for a target, by the rule that the escalation carries; for a review by the rule of now."""
    people = json.loads(stored).get("people", {})
    if target not in people:
        return PEOPLE[target]
    return tuple(tuple(Who(name) for name in group) for group in people[target])
