"""A simulated doctor, coordinator or investigator: takes pages over, writes now and then, closes what is done."""

import heapq
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count

from bot.buttons import StaffButton, unpack
from bot.rehearsal.people import Deed, Person

OUTCOMES = {
    "emergency": ("sent", "sent", "called"),
    "urgent": ("called", "visit", "advised", "called"),
    "review": ("advised", "none", "advised", "called"),
}
"""How matters end, by severity."""
HEADS = {"🔴": "emergency", "🟠": "urgent", "⚪": "review"}
"""How the words of a page begin."""
WRITES = {
    "English": ("Please rest; I will ring you tomorrow morning.", "Please measure again and tell me the result."),
    "中文": (
        "请多休息，明天上午我给您打电话。",
        "请再量一次体温，把结果告诉我。",
        "谢谢您告诉我们，请按原来的剂量吃药。",
    ),
}
WRITES |= {"英文": WRITES["English"], "Chinese": WRITES["中文"]}
"""What doctors write to participants, by the word with which the service says what they read."""


@dataclass(frozen=True, slots=True)
class Duty:
    """How somebody of the staff works."""

    minutes: float = 6
    """About so long until a page is taken over."""
    closes: float = 70
    """About so many minutes from then until it is closed."""
    writes: float = 0.3
    """Share of matters about which they write to the participant."""
    ends: datetime | None = None
    """From then on they do not look at their phone."""
    keeps: frozenset[str] = frozenset()
    """Participants whose matters they take over but do not close yet."""
    clears: datetime | None = None
    """At this moment they look through all that is open, and close what can wait for a morning."""


class Colleague(Person):
    """Joins at `joins` by the invite `payload`."""

    def __init__(self, address: str, locale: str, zone: str, *, payload: str, joins: datetime, duty: Duty) -> None:
        super().__init__(address, locale, zone)
        self.duty = duty
        self._numbers = count()
        self._todo: list[tuple[datetime, int, Deed | StaffButton]] = []
        self._seen = 0
        self._severity: dict[int, str] = {}
        self._will(joins, Deed("start", payload))
        if duty.clears is not None:
            self._will(duty.clears, Deed("text", "/open"))

    def rings(self, now: datetime) -> None:
        new, self._seen = self.screen[self._seen :], len(self.screen)
        for shown in new:
            severity = HEADS.get(shown.text[:1])
            if self.duty.ends is not None and now > self.duty.ends and not self._clears(now):
                continue
            for button in shown.buttons:
                pressed = unpack(button.data)
                if isinstance(pressed, StaffButton):
                    if severity is not None:
                        self._severity[pressed.escalation] = severity
                    self._reads(pressed, now)
        self._plan()

    def acts(self, now: datetime) -> Deed | None:
        _, _, what = heapq.heappop(self._todo)
        deed = what if isinstance(what, Deed) else self._presses(what, now)
        self._plan()
        return deed

    def _plan(self) -> None:
        self.next_at = self._todo[0][0] if self._todo else None

    def _will(self, at: datetime, what: Deed | StaffButton) -> None:
        heapq.heappush(self._todo, (at, next(self._numbers), what))
        self._plan()

    def _clears(self, now: datetime) -> bool:
        return self.duty.clears is not None and now >= self.duty.clears

    def _reads(self, pressed: StaffButton, now: datetime) -> None:
        """A button that has come: is there something to do?"""
        id, severity = pressed.escalation, self._severity.get(pressed.escalation)
        if pressed.act == "ack" and severity != "review" and not self._clears(now):
            self._will(self.within(now, self.duty.minutes), pressed)
        elif pressed.act == "show" and severity in (None, "review"):
            self._will(self._in_turn(now), pressed)
        elif pressed.act == "close" and severity == "review":
            self._will(self.soon(now), pressed)
        elif pressed.act == "out" and pressed.detail == "called":
            self._will(self.soon(now), StaffButton(id, "out", self.random.choice(OUTCOMES[severity or "review"])))

    def _in_turn(self, now: datetime) -> datetime:
        """The lines of a list are looked at one after another."""
        later = [at for at, _, what in self._todo if isinstance(what, StaffButton) and what.act == "show"]
        return max([*later, now]) + timedelta(seconds=2 if self._clears(now) else self.random.randint(60, 240))

    def _presses(self, wanted: StaffButton, now: datetime) -> Deed | None:
        """Press that button on the newest message that has it; what is gone needs nothing more."""
        if wanted.act == "words":
            read = next((name for name in WRITES if any(name in shown.text for shown in self.screen[-2:])), "中文")
            return Deed("text", self.random.choice(WRITES[read]))
        for shown in reversed(self.screen):
            for button in shown.buttons:
                if unpack(button.data) == wanted:
                    self._follows(wanted, shown.text, now)
                    return Deed("tap", button.data)
        return None

    def _follows(self, done: StaffButton, text: str, now: datetime) -> None:
        id = done.escalation
        if done.act == "ack":
            if not any(code in text for code in self.duty.keeps):
                self._will(self.within(now, self.duty.closes), StaffButton(id, "close"))
            if self.chance(self.duty.writes):
                self._will(self.soon(now) + timedelta(minutes=2), StaffButton(id, "write"))
        elif done.act == "write":
            self._will(now + timedelta(seconds=50), StaffButton(id, "words"))
