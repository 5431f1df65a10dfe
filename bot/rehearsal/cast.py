"""Who takes part in the demo: twelve participants of both arms, and their habits. Nobody here is real.

They came in one after another, over a month, as in a study that recruits. Times are told as days before the end of the
history, so that the same people fit any day on which a demo is begun.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import Literal

from bot.rehearsal.habits import BREATHLESS, FEVER, PUS, SLEEPLESS, SORE_MOUTH, STOMACH, Complaint, Habits, Wish
from conversations.facts import AZATHIOPRINE, CM313

PROMPT = Habits(minutes=5, late=0, silent=0, gives_up=0)
LATE = Habits(minutes=70, late=0.4, silent=0.05)
NOW_AND_THEN = Habits(minutes=25, late=0.1, silent=0.3)
TYPES = Habits(minutes=10, types=0.8, silent=0.01)
CORRECTS = Habits(minutes=12, corrects=0.6)
FORGETS = Habits(minutes=20, forgets=0.22)
ILL = Habits(minutes=15, ill=0.09)
USUAL = Habits()


@dataclass(frozen=True, slots=True)
class Role:
    """A participant of the demo. `taper`: prednisone by study day; `azathioprine`: mg a day, in that arm."""

    code: str
    language: Literal["zh", "en"]
    sex: Literal["f", "m"]
    age: int
    arm: str
    day: int
    """The study day at the end of the history."""
    hour: str = "20:00"
    habits: Habits = USUAL
    burden: float = 6
    areas: Wish = ("mouth", "chest_belly")
    taper: Mapping[int, int] = field(default_factory=lambda: {1: 40, 15: 35, 29: 30})
    azathioprine: int = 100
    weight_kg: int = 62
    tpmt: Literal["normal", "mutation"] = "normal"
    complaints: tuple[tuple[timedelta, Complaint], ...] = ()
    """How long before the end of the history, and what."""
    silent_from: timedelta | None = None
    """So long before the end they stop answering."""

    @property
    def weight(self) -> Decimal:
        return Decimal(self.weight_kg)


def _days(days: float) -> timedelta:
    return timedelta(days=days)


OPEN_NOW, EMERGENCY, URGENT = "DEMO-001", "DEMO-003", "DEMO-004"
"""Whose check-in is open, who has just reported an emergency, and whose urgent matter a doctor has taken over."""

CAST = (
    Role(OPEN_NOW, "zh", "f", 52, CM313, 15, habits=PROMPT, taper={1: 40, 8: 35, 15: 30, 22: 25}),
    Role("DEMO-002", "en", "m", 34, AZATHIOPRINE, 9, "19:00", TYPES, 5, ("scalp", "back_buttocks"), weight_kg=78),
    Role(EMERGENCY, "zh", "f", 45, CM313, 8, "20:30", areas=("mouth",),
         complaints=((timedelta(minutes=9), BREATHLESS),)),
    Role(URGENT, "zh", "m", 67, AZATHIOPRINE, 10, "18:00", azathioprine=50, tpmt="mutation", burden=8,
         complaints=((timedelta(minutes=160), FEVER),)),
    Role("DEMO-005", "zh", "f", 18, CM313, 8, "21:00", LATE, areas=("mouth", "face_neck"), taper={1: 30, 15: 25}),
    Role("DEMO-006", "zh", "m", 80, AZATHIOPRINE, 8, "07:30", FORGETS, 7, ("scalp", "arms_hands"), weight_kg=55,
         azathioprine=50, taper={1: 30, 15: 25, 29: 20}),
    Role("DEMO-007", "en", "f", 29, CM313, 7, "12:00", CORRECTS, 4, ("mouth",), taper={1: 35, 8: 30, 15: 25, 22: 20}),
    Role("DEMO-008", "zh", "f", 58, AZATHIOPRINE, 22, "20:00", ILL, 9, ("mouth", "chest_belly", "back_buttocks"),
         complaints=((_days(17), PUS), (_days(11.2), FEVER), (_days(4.1), SORE_MOUTH))),
    Role("DEMO-009", "zh", "m", 71, CM313, 12, "19:15", NOW_AND_THEN, 6, ("legs_feet", "back_buttocks")),
    Role("DEMO-010", "zh", "f", 41, AZATHIOPRINE, 7, "20:00", USUAL, 5, ("scalp", "mouth"),
         taper={1: 35, 15: 30}, complaints=((_days(4.3), SLEEPLESS),)),
    Role("DEMO-011", "en", "m", 63, CM313, 9, "08:00", USUAL, 7, ("chest_belly",),
         complaints=((_days(6.1), STOMACH),)),
    Role("DEMO-012", "zh", "m", 36, AZATHIOPRINE, 9, "20:00", USUAL, 5, ("mouth", "arms_hands"), weight_kg=70,
         silent_from=_days(4.5)),
)  # fmt: skip
