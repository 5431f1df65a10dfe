"""One look for anything that is stuck, in the database and in what runs. It changes nothing."""

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlmodel import Session, col, or_, select

from bot.ladders import step_due
from bot.models import CheckIn, Delivery, Escalation, Message, Participant
from bot.pulse import DRAIN, POLL, TICK
from conversations.text import Text, _

STUCK: dict[str, Text] = {
    "steps": _("a page about a participant that was to go out did not"),
    "outbox": _("messages that have not left for two minutes or longer"),
    "check_ins": _("check-ins that are due and were not sent"),
    POLL: _("messages from Telegram are not coming in"),
    TICK: _("the clock that asks, reminds and pages stands still"),
    DRAIN: _("nothing is being sent"),
    "database": _("the database cannot be written"),
    "disk": _("the disk is nearly full"),
}
"""What can be stuck: the code of metrics and logs, and what people are told."""

STEP_LATE = timedelta(seconds=60)
"""An escalation's step that is later than this is stuck."""
UNSENT = timedelta(minutes=2)
"""A message, or a check-in that is due, that waits for longer is stuck."""
LONGEST_RETRY = timedelta(minutes=15)
"""What was tried in vain is tried again within this long; what waits longer waits for its hour (`outbox`)."""
LONGEST_REVIEW = timedelta(days=16)
"""A review waits for the next working morning: not longer than the longest holiday."""
POLL_AGE, DRAIN_AGE = 90.0, 60.0
"""Seconds since the last finished poll, and since the sender last looked."""
TICKS, TICK_AGE = 3, 15.0
"""The clock may miss so many ticks, and never counts as stuck before so many seconds."""
LEAST_SPACE = 100 * 1024 * 1024
"""Bytes that must be free where an SQLite file lies."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What depends on the installation: seconds between two ticks, and the folder of an SQLite file."""

    tick_seconds: float
    folder: Path | None = None

    @property
    def tick_age(self) -> float:
        return max(TICKS * self.tick_seconds, TICK_AGE)


def stuck_in_process(ages: Mapping[str, float], limits: Limits) -> Iterator[str]:
    """Which of the loops has stopped coming round, by their ages in seconds."""
    allowed = {POLL: POLL_AGE, DRAIN: DRAIN_AGE, TICK: limits.tick_age}
    yield from (name for name, age in ages.items() if age > allowed[name])
    if limits.folder is not None and shutil.disk_usage(limits.folder).free < LEAST_SPACE:
        yield "disk"


def stuck_in_database(session: Session, now: datetime, limits: Limits) -> Iterator[str]:
    """What should have happened by now, and has not."""
    grace = timedelta(seconds=limits.tick_age)
    open_ones = session.exec(select(Escalation).where(Escalation.phase != "closed"))
    if any(not has_step_in_time(escalation, now, grace) for escalation in open_ones):
        yield "steps"
    if _waiting(session, now) is not None:
        yield "outbox"
    before = now - UNSENT - grace
    unopened = select(Participant.id).where(col(Participant.next_due_at) <= before).limit(1)
    asleep = select(CheckIn.id).where(col(CheckIn.wake_at) <= before).limit(1)
    if session.exec(unopened).first() is not None or session.exec(asleep).first() is not None:
        yield "check_ins"


def has_step_in_time(escalation: Escalation, now: datetime, grace: timedelta) -> bool:
    """Whether an open escalation's next step is set, not overdue, and no later than its ladder says."""
    if escalation.next_at is None or escalation.next_at < now - STEP_LATE - grace:
        return False
    if escalation.severity == "review":
        return escalation.next_at <= now + LONGEST_REVIEW
    return escalation.next_at <= step_due(escalation).at


def _waiting(session: Session, now: datetime) -> int | None:
    """A delivery that should have left. What waits for its hour without having been tried does not count."""
    after = Delivery.not_before
    tried = (col(Delivery.tries) > 0) & (col(after) <= now + LONGEST_RETRY)
    return session.exec(
        select(Delivery.id)
        .join(Message, col(Message.id) == Delivery.message_id)
        .where(col(Delivery.state).in_(("pending", "sending")), Message.at <= now - UNSENT)
        .where(or_(col(after).is_(None), col(after) <= now - UNSENT, tried))
        .limit(1)
    ).first()
