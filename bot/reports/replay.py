"""`anhao replay`: what today's rules would raise over everything that is stored, against what was raised then.

Facts are those of each check-in's last turn, so a rule that read something that changed during the check-in may differ.
What the clock alone raises (silence, visits that were not kept) is not replayed.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from bot.facts import log_of
from bot.models import CheckIn, Concern, Participant
from bot.reports.cells import occurrence
from bot.stored import facts_from_json
from conversations.lexicons import LEXICON_VERSION
from conversations.questionnaires import VERSIONS
from conversations.replay import replay
from conversations.rules import RULES, RULES_VERSION


@dataclass(frozen=True, slots=True)
class Difference:
    """A rule that one of the two raises and the other does not, or with another severity."""

    participant: str
    occurrence: str
    rule: str
    was: str | None
    now: str | None
    rules_version: int | None
    """The version of the table that raised it then."""


@dataclass
class Replayed:
    """The whole comparison. `was` and `now` count concerns by rule."""

    check_ins: int = 0
    same: int = 0
    was: Counter[str] = field(default_factory=Counter)
    now: Counter[str] = field(default_factory=Counter)
    differences: list[Difference] = field(default_factory=list)
    not_replayed: list[str] = field(default_factory=list)
    """Check-ins whose questionnaire version this program does not have any more."""
    versions: set[int] = field(default_factory=set)
    """Versions of the rule table that the stored concerns were raised with."""

    def as_record(self) -> dict[str, Any]:
        """As it is printed."""
        return {
            "rules_version": RULES_VERSION,
            "lexicon_version": LEXICON_VERSION,
            "stored_with_rules_versions": sorted(self.versions),
            "check_ins": self.check_ins,
            "not_replayed": self.not_replayed,
            "same": self.same,
            "different": len(self.differences),
            "by_rule": [
                {"rule": rule.id, "severity": rule.severity.code, "was": self.was[rule.id], "now": self.now[rule.id]}
                for rule in RULES
                if self.was[rule.id] or self.now[rule.id]
            ],
            "differences": [
                {
                    "participant": one.participant,
                    "occurrence": one.occurrence,
                    "rule": one.rule,
                    "was": one.was,
                    "now": one.now,
                    "rules_version": one.rules_version,
                }
                for one in self.differences
            ],
        }


def replayed(session: Session, now: datetime) -> Replayed:
    """Replay every check-in in which anything was said."""
    result = Replayed()
    for code, check_in in _answered(session):
        where = occurrence(check_in.questionnaire, check_in.anchor, check_in.day)
        questionnaire = VERSIONS.get((check_in.questionnaire, check_in.version))
        if questionnaire is None:
            result.not_replayed.append(f"{code} {where}: version {check_in.version} is not in this program")
            continue
        stored = _stored(session, check_in)
        raised = replay(questionnaire, facts_from_json(check_in.facts), log_of(session, check_in), now)
        _compare(result, code, where, stored, raised)
    return result


def _answered(session: Session) -> Iterator[tuple[str, CheckIn]]:
    rows = session.exec(
        select(Participant.code, CheckIn.id)
        .join(CheckIn, col(CheckIn.participant_id) == Participant.id)
        .where(col(CheckIn.heard_at).is_not(None))
        .order_by(col(Participant.code), col(CheckIn.due_at), col(CheckIn.id))
    ).all()
    for code, id in rows:
        check_in = session.get_one(CheckIn, id)
        yield code, check_in
        session.expunge(check_in)  # many thousands of rows need not stay in memory


def _stored(session: Session, check_in: CheckIn) -> dict[str, tuple[str, int]]:
    """What was raised then: rule, worst severity, version of the table. Without what the clock raised by itself."""
    rows = session.exec(
        select(Concern).where(Concern.check_in_id == check_in.id, Concern.cause == "").order_by(col(Concern.id))
    )
    return {row.rule: (row.severity, row.rules_version) for row in rows}


def _compare(
    result: Replayed, code: str, where: str, stored: dict[str, tuple[str, int]], raised: dict[str, str]
) -> None:
    result.check_ins += 1
    result.was.update(stored.keys())
    result.now.update(raised.keys())
    result.versions |= {version for _severity, version in stored.values()}
    for rule in [rule.id for rule in RULES] + sorted(stored.keys() - {rule.id for rule in RULES}):
        was, version = stored.get(rule, (None, None))
        now = raised.get(rule)
        if was == now:
            result.same += was is not None
        else:
            result.differences.append(Difference(code, where, rule, was, now, version))
