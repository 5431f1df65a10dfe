"""What stands in the cells of exported tables: text, numbers, yes or no, instants, days; None is empty."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal

from conversations.schedule import study_day

Cell = str | int | bool | Decimal | None
Row = Mapping[str, Cell]


def instant(at: datetime | None) -> str | None:
    """ISO 8601, UTC, in milliseconds: `2026-03-05T12:00:00.000Z`."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z") if at else None


def day_of_study(start: date | None, day: date) -> int | None:
    """Study day 1 is the start date; None where there is no start."""
    return study_day(start, day) if start else None


def occurrence(questionnaire: str, anchor: str, day: date) -> str:
    """A check-in's name: stable, and unique for a participant."""
    return f"{questionnaire}@{anchor}@{day.isoformat()}"


def decimal(stored: str | None) -> Decimal | None:
    """A number that is kept as text."""
    return Decimal(stored) if stored else None
