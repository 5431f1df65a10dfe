"""The clock of what may be a serious adverse event: 24 hours from the moment the message arrived, and the reminders.

Source: clinical content §3 (the investigator reports to sponsor and ethics committee within 24 h). To be confirmed.
"""

from __future__ import annotations

from datetime import datetime, timedelta

WITHIN = timedelta(hours=24)
"""To be reported within this long of the message's arrival. To be confirmed."""

REMINDED = (timedelta(hours=12), timedelta(hours=20), WITHIN)
"""So long after the arrival somebody is reminded, the last time that it is overdue. To be confirmed."""

THEN_EVERY = timedelta(hours=4)
"""After that so often, until it is recorded as reported: nothing here ends by itself. To be confirmed."""


def reminder_at(arrived: datetime, number: int) -> datetime:
    """When the reminder with this number (0 is the first) is due.

    >>> from datetime import UTC
    >>> [reminder_at(datetime(2026, 3, 5, tzinfo=UTC), n).strftime("%d %H") for n in range(5)]
    ['05 12', '05 20', '06 00', '06 04', '06 08']
    """
    if number < len(REMINDED):
        return arrived + REMINDED[number]
    return arrived + WITHIN + (number - len(REMINDED) + 1) * THEN_EVERY


def next_reminder(arrived: datetime, now: datetime, done: int) -> tuple[int, datetime]:
    """The next reminder after `done` of them: those whose hour has passed are one reminder, not several."""
    number = done
    while reminder_at(arrived, number) <= now:
        number += 1
    return number, reminder_at(arrived, number)
