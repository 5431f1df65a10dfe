"""What can happen in a check-in: facts in the past tense, in the order in which they happened.

A check-in's own list of these events *is* its state; nothing else says where a person is. An event
holds codes and the person's own words, never sentences of ours: those are made when it is shown.
`at` is when it happened, UTC.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal


@dataclass(frozen=True, slots=True)
class Asked:
    """The question was put; `shown` is the plan in its words, so that a tap means that plan."""

    at: datetime
    item: str
    shown: str = ""
    kind: Literal["asked"] = "asked"


@dataclass(frozen=True, slots=True)
class Answered:
    """A reply was understood. `raw` is what was typed, when it was."""

    at: datetime
    item: str
    value: str
    raw: str = ""
    kind: Literal["answered"] = "answered"


@dataclass(frozen=True, slots=True)
class Corrected:
    """An answer was changed by the person who gave it; the earlier value stays in the log.

    `reason` is empty where they answered anew, `participant edit` where they rewrote the message that had answered.
    """

    at: datetime
    item: str
    value: str
    previous: str
    raw: str = ""
    reason: str = ""
    kind: Literal["corrected"] = "corrected"


@dataclass(frozen=True, slots=True)
class Picked:
    """One tick of a multiple choice was set (`on`) or taken away."""

    at: datetime
    item: str
    option: str
    on: bool
    kind: Literal["picked"] = "picked"


@dataclass(frozen=True, slots=True)
class Turned:
    """A long list was turned to another screen (0 is the first)."""

    at: datetime
    item: str
    screen: int
    kind: Literal["turned"] = "turned"


@dataclass(frozen=True, slots=True)
class Skipped:
    """The person chose not to answer; `declined` when the item is a safety question."""

    at: datetime
    item: str
    declined: bool
    kind: Literal["skipped"] = "skipped"


@dataclass(frozen=True, slots=True)
class Proposed:
    """A value is shown back and waits for a yes: an understood dose, or a changed answer."""

    at: datetime
    item: str
    value: str
    why: Literal["dose", "change"]
    raw: str = ""
    kind: Literal["proposed"] = "proposed"


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """The person said no to what was proposed; the question stands again, or the old answer stays."""

    at: datetime
    item: str
    kind: Literal["withdrawn"] = "withdrawn"


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """Typed words did not fit the question. They are kept, and shown to staff."""

    at: datetime
    item: str
    raw: str
    reason: str
    kind: Literal["not_understood"] = "not_understood"


@dataclass(frozen=True, slots=True)
class Revisited:
    """The person went back to this item to answer it anew."""

    at: datetime
    item: str
    kind: Literal["revisited"] = "revisited"


@dataclass(frozen=True, slots=True)
class Noted:
    """Something came that was not asked for: words, or a photo, voice message … with its caption."""

    at: datetime
    raw: str
    form: str
    kind: Literal["noted"] = "noted"


@dataclass(frozen=True, slots=True)
class Ignored:
    """A button that no longer fits was pressed; `reason`: same, not_open, unknown, closed, new_plan."""

    at: datetime
    item: str
    option: str
    reason: str
    kind: Literal["ignored"] = "ignored"


@dataclass(frozen=True, slots=True)
class ConcernRaised:
    """A rule was met. It is never withdrawn, only closed by a person."""

    at: datetime
    rule: str
    severity: str
    kind: Literal["concern_raised"] = "concern_raised"


@dataclass(frozen=True, slots=True)
class Advised:
    """The person was told what to do for these rules, with the named message (M-E, M-U …)."""

    at: datetime
    message: str
    rules: tuple[str, ...]
    kind: Literal["advised"] = "advised"


@dataclass(frozen=True, slots=True)
class Resumed:
    """After the emergency message the person chose to go on with the check-in."""

    at: datetime
    kind: Literal["resumed"] = "resumed"


@dataclass(frozen=True, slots=True)
class Postponed:
    """The check-in was put off until then (UTC), never past its window."""

    at: datetime
    item: str
    until: datetime
    kind: Literal["postponed"] = "postponed"


@dataclass(frozen=True, slots=True)
class Led:
    """An answer opens another check-in at once (“yes, something is wrong” opens the problem report)."""

    at: datetime
    questionnaire: str
    kind: Literal["led"] = "led"


@dataclass(frozen=True, slots=True)
class Completed:
    """Every applicable item is answered or skipped. Never taken back."""

    at: datetime
    kind: Literal["completed"] = "completed"


@dataclass(frozen=True, slots=True)
class Expired:
    """The window and its grace ended with items open."""

    at: datetime
    kind: Literal["expired"] = "expired"


Event = (
    Asked | Answered | Corrected | Picked | Turned | Skipped | Proposed | Withdrawn | NotUnderstood | Revisited
    | Noted | Ignored | ConcernRaised | Advised | Resumed | Postponed | Led | Completed | Expired
)  # fmt: skip
Log = tuple[Event, ...]
