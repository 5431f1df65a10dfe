"""When the clock must look at a check-in again. Derived in every transaction that touches it."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.models import CheckIn
from conversations.conversation import GRACE, SILENCE
from conversations.escalation import in_quiet_hours
from conversations.events import Postponed
from conversations.given import Given
from conversations.questionnaire import Questionnaire, is_over, is_stopped, open_item
from conversations.schedule import DAY, instant

FIRST_REMINDER = timedelta(hours=1)
MORNING_REMINDER = time(8, 0)
REMINDERS = 2
"""Reminders: after an hour without a word, and at 08:00 local; never in quiet hours, twice at most."""

JUDGED_AGAIN = (SILENCE, timedelta(minutes=30))
"""After so much silence the rules that wait for an answer are judged once more."""


def reminder_at(check_in: CheckIn, zone: str) -> datetime | None:
    """When the next reminder is due, within the window; None when there is no further one."""
    if check_in.asked_at is None or check_in.reminders >= REMINDERS:
        return None
    last = max(check_in.asked_at, check_in.heard_at or check_in.asked_at)
    due = last + FIRST_REMINDER
    if check_in.reminders or in_quiet_hours(due, zone):
        due = _next_morning(last, zone)
    return due if due < check_in.closes_at else None


def _next_morning(after: datetime, zone: str) -> datetime:
    day = after.astimezone(ZoneInfo(zone)).date()
    same_day = instant(day, MORNING_REMINDER, zone)
    return same_day if same_day > after else instant(day + DAY, MORNING_REMINDER, zone)


UNANSWERED_EMERGENCY = timedelta(minutes=30)
"""No reply to f_e or f_safe for so long: the emergency is paged again (rule R12). To be confirmed."""


def unanswered_at(check_in: CheckIn) -> datetime | None:
    """When the silence after an emergency's follow-up becomes a reason to page again; None for any other."""
    if check_in.about not in ("f_e", "f_safe") or check_in.heard_at is not None or check_in.begun_at is None:
        return None
    return check_in.begun_at + UNANSWERED_EMERGENCY


def postponed_until(given: Given) -> datetime | None:
    """Until when the check-in is put off, if nothing came after that."""
    last = given.log[-1] if given.log else None
    return last.until if isinstance(last, Postponed) else None


def wake_at(check_in: CheckIn, questionnaire: Questionnaire, given: Given) -> datetime | None:
    """The next instant at which time alone may change something in this check-in; None when nothing can."""
    candidates = [check_in.heard_at + after for after in JUDGED_AGAIN] if check_in.heard_at else []
    if (silent := unanswered_at(check_in)) is not None:
        candidates.append(silent)
    if not is_over(given):
        candidates += [check_in.closes_at, check_in.closes_at + GRACE]
        until = postponed_until(given)
        if until is not None:
            candidates.append(until)
        elif questionnaire.pausable and not is_stopped(given) and open_item(questionnaire, given) is not None:
            reminder = reminder_at(check_in, given.facts.zone)
            candidates += [max(reminder, given.now + timedelta(seconds=1))] if reminder else []
    return min((at for at in candidates if at > given.now), default=None)
