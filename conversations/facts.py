"""The complete, frozen input of a turn besides the check-in's own log.

The shell reads these once, from the database (`bot/facts.py`); the core reads nothing else. They are
stored with the check-in, so that any decision can be replayed. A missing value is None, never a guess.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal

CM313 = "cm313"
AZATHIOPRINE = "azathioprine"


@dataclass(frozen=True, slots=True)
class PlannedDose:
    """What a doctor prescribed of one drug for one day: mg of that drug, and one tablet's strength in mg."""

    drug: str
    mg: Decimal
    tablet_mg: Decimal | None = None


@dataclass(frozen=True, slots=True)
class PastDay:
    """One earlier diary day, answered: prednisone-equivalent mg planned (None without a plan) and taken."""

    day: date
    planned_mg: Decimal | None
    taken_mg: Decimal | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """A rule that a doctor has seen met with these answers: until the end of that day the same or milder pages nobody
    (§4, “known, not worse”)."""

    rule: str
    until: date
    answers: dict[str, str]


@dataclass(frozen=True, slots=True)
class Facts:
    """All that a turn may know. `today` is the check-in's own local date, not the date of the reply."""

    today: date
    zone: str
    closes_at: datetime
    arm: str | None = None
    study_day: int | None = None
    sex: str | None = None
    age: int | None = None
    infertile: bool = False
    partner_possible: bool = False
    control_reached: bool = False
    language: str = "zh"

    steroids: tuple[PlannedDose, ...] | None = None
    """The steroid plan of `today`; None where no doctor has entered one; mg 0 on a day off."""
    old_steroids: tuple[PlannedDose, ...] | None = None
    """The plan until yesterday, when a new one starts on `today`."""
    azathioprine: PlannedDose | None = None
    said_mg: Decimal | None = None
    """The dose a participant said the doctor changed to, while staff have not yet entered that plan."""

    past_days: tuple[PastDay, ...] = ()
    """Answered diary days of the last fortnight, oldest first, without `today`."""
    azathioprine_days: tuple[PastDay, ...] = ()
    """The same for azathioprine, in mg of azathioprine."""
    days_since_injection: int | None = None
    previous: dict[str, str] = field(default_factory=dict)
    """The last answers before this check-in, at most 14 days old (weekly) or 42 days (side effects)."""
    recent: dict[str, str] = field(default_factory=dict)
    """Answers of the red-flag screen given elsewhere in the last 2 hours."""
    known: tuple[Known, ...] = ()
    """What a doctor marked as known, and what a rule over weeks found the last time."""
    temperatures: tuple[tuple[datetime, Decimal], ...] = ()
    """Readings of the last 24 hours from other check-ins, °C, oldest first."""
    since: date | None = None
    """The day from which “since …” questions ask: the last completed round of this questionnaire."""

    has_glucose_meter: bool = True
    has_pressure_monitor: bool = True
    has_scales: bool = True
    has_phone: bool = False
    """Whether a telephone number is known. The number itself is not a fact of a check-in."""
    visit_kind: str = ""
    """What this check-in is about: injection, clinic, dsg, blood, hbv or phone; empty for what hangs on the study."""
    visit_day: date | None = None
    """The day of that visit, test or call; for an injection the day on which it was really given."""
    visit_hour: time | None = None
    call_hours: tuple[time, ...] = ()
    """Hours at which a doctor may phone where staff have set none, local."""
    next_blood_count: date | None = None
    """The day by which the next blood count is due, where one is planned."""
    reads_until: date | None = None
    """The last day on which somebody reads messages here, some days after the end."""
    offers_abroad: bool = False
    """Whether a messenger abroad (Telegram) is among this person's channels: needs its own consent."""
    review_by: date | None = None
    """The working day by which staff look at what can wait: shown to the person."""
    about: str = ""
    """What it was opened for: a rule id for a follow-up, an attachment's form, the `first` or `last` reminder."""
    message: str = ""
    """The doctor's words, where the check-in is the participant's answer to them."""
