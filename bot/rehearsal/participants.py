"""A simulated participant: reads the open question off the screen and presses its buttons, or types, or does not."""

import heapq
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count

from bot.buttons import AnswerButton, CommandButton, unpack
from bot.channels import Button
from bot.rehearsal.habits import COMPLAINTS, MANY, Complaint, Habits, Health, Wish, answer
from bot.rehearsal.people import Deed, Person
from bot.rehearsal.screens import Shown
from conversations.prompt import CHANGE, DONE, GO_ON, LATER, REVISIT, RIGHT, SCREEN, SKIP

BUSY = timedelta(minutes=3)
"""Who did something so lately is still at the phone."""
PATIENCE = 15
"""After so many replies to one question, ticks included, people leave it alone."""
CHANGED = ("w_pain", "w_itch", "w_life", "w_new")
"""Answers that people change afterwards."""


@dataclass(frozen=True, slots=True)
class Open:
    """A question as it stands on the screen: its buttons by code, in order."""

    check_in: int
    item: str
    ask: int
    buttons: dict[str, Button]


class SimulatedParticipant(Person):
    """Lives by habits. `payload` is the invite, which is opened at `joins`; `hour` is chosen in the welcome.

    `errands`: complaints at given moments. `absent`: spans in which nothing is answered. `well_from`: from then on no
    complaint comes by itself; from `rests_from` on they do nothing at all.
    """

    def __init__(
        self,
        address: str,
        locale: str,
        zone: str,
        *,
        payload: str,
        joins: datetime,
        hour: str,
        health: Health,
        habits: Habits,
        errands: Iterable[tuple[datetime, Complaint]] = (),
        absent: Iterable[tuple[datetime, datetime]] = (),
        well_from: datetime | None = None,
        rests_from: datetime | None = None,
    ) -> None:
        super().__init__(address, locale, zone)
        self.payload, self.hour, self.health, self.habits = payload, hour, health, habits
        self._absent, self._well_from, self._rests_from = tuple(absent), well_from, rests_from
        self._numbers = count()
        self._errands: list[tuple[datetime, int, Complaint | Deed]] = []
        self._will(joins, Deed("start", payload))
        for at, complaint in errands:
            self._will(at, complaint)
        self._reacts: datetime | None = None
        self._acted: datetime | None = None
        self._from = 0
        self._ignored: set[int] = set()
        self._wishes: dict[tuple[int, str, int], list[str]] = {}
        self._tries: Counter[tuple[int, str, int]] = Counter()
        self._complaint: Mapping[str, Wish] = {}
        self._complains_until: datetime | None = None
        self._corrects = False
        self._replied: set[str] = set()
        self._plan()

    def rings(self, now: datetime) -> None:
        """Whoever is at the phone goes on; whoever is not comes to it as their habits are."""
        if self._acted is not None and now - self._acted <= BUSY:
            self._reacts = self.soon(now)
        else:
            self._from = max(0, len(self.screen) - 1)
            found = self._open()
            if found is not None and found.check_in not in self._ignored and not self._is_absent(now):
                self._notices(now, found)
        self._plan()

    def acts(self, now: datetime) -> Deed | None:
        deed = self._errand(now) if self._errands and self._errands[0][0] <= now else self._answers(now)
        if deed is not None:
            self._acted = now
        self._plan()
        return deed

    # --- when -------------------------------------------------------------------------------------

    def _plan(self) -> None:
        coming = [at for at in (self._reacts, self._errands[0][0] if self._errands else None) if at is not None]
        coming = [at for at in coming if self._rests_from is None or at < self._rests_from]
        self.next_at = min(coming, default=None)

    def _will(self, at: datetime, what: Complaint | Deed) -> None:
        heapq.heappush(self._errands, (at, next(self._numbers), what))

    def _notices(self, now: datetime, found: Open) -> None:
        """A question has come by itself: answered soon, or late, or not at all."""
        chance = self.random.random()
        if found.item.startswith(("d_", "w_")) and chance < self.habits.silent:
            self._ignored.add(found.check_in)
            return
        late = chance < self.habits.silent + self.habits.late
        minutes = self.random.uniform(150, 1200) if late else self.habits.minutes
        self._reacts = self.awake(self.within(now, minutes))
        if found.item.startswith("d_") and self._is_ill(now):
            self._will(self.awake(self.within(now, 200)), self.random.choice(COMPLAINTS))

    def _is_ill(self, now: datetime) -> bool:
        return (self._well_from is None or now < self._well_from) and self.chance(self.habits.ill)

    def _is_absent(self, now: datetime) -> bool:
        return any(first <= now <= last for first, last in self._absent)

    # --- what -------------------------------------------------------------------------------------

    def _errand(self, now: datetime) -> Deed:
        _, _, what = heapq.heappop(self._errands)
        self._from = len(self.screen)
        if isinstance(what, Deed):
            return what
        self._complaint, self._complains_until = what.answers, now + timedelta(hours=6)
        return Deed("text", what.words[self.language] if what.words else self.menu())

    def _answers(self, now: datetime) -> Deed | None:
        self._reacts = None
        if self._corrects and (button := self._changeable()) is not None:
            self._corrects = False
            return Deed("tap", button.data)
        found = self._open()
        if found is None:
            return self._afterwards()
        if self._tries[found.check_in, found.item, found.ask] > PATIENCE:
            return None
        if self.chance(self.habits.gives_up) and not found.item.startswith("h_"):
            self._reacts = self.awake(self.within(now, 90))
            return None
        return self._says(self._next(found, now), found)

    def _open(self) -> Open | None:
        """The question that stands lowest on the screen, among what has come since the phone was taken up."""
        for shown in reversed(self.screen[self._from :]):
            found = _question(shown)
            if found is not None:
                return found
            for button in shown.buttons:
                if button.data not in self._replied and _is_reply(button):
                    return Open(0, "reply", 0, {button.data: button})
        return None

    def _next(self, found: Open, now: datetime) -> str:
        """The next code to press, or words to type, of what this person wants to say."""
        key = (found.check_in, found.item, found.ask)
        self._tries[key] += 1
        if not self._wishes.get(key):
            self._wishes[key] = list(self._wish(found, now))
        return self._wishes[key].pop(0)

    def _wish(self, found: Open, now: datetime) -> Wish:
        offered = tuple(code for code in found.buttons if not code.startswith(SCREEN))
        if shown_back := next((code for code in (RIGHT, CHANGE) if code in offered), None):
            wish: Wish = (shown_back,)
        elif self._complains_until is not None and now <= self._complains_until and found.item in self._complaint:
            wish = self._complaint[found.item]
        elif GO_ON in offered:
            wish = (GO_ON,)
        elif found.item == "h_language":
            wish = (self.language,)
        elif found.item == "h_time":
            wish = (self.hour,)
        elif found.item in ("d_gc", "d_aza") and self.chance(self.habits.forgets):
            wish = (self.random.choice(tuple(c for c in ("later", "other", "no") if c in offered) or offered[:1]),)
        elif found.item in ("d_gc_mg", "d_aza_mg"):
            wish = (self._amount(found.item, offered),)
        elif found.item in ("d_gc_why", "d_aza_why"):
            wish = ("forgot",)
        else:
            wish = answer(found.item, offered, self.health.at(now), self.health, self.random, self.language)
        ends = found.item in MANY and wish not in (("none",), (SKIP,))
        return (*wish, DONE) if ends else wish

    def _amount(self, item: str, offered: Wish) -> str:
        """Some tablets: pressed where they are offered, else written."""
        tablets = [code for code in offered if not code.startswith("~")]
        if not tablets:
            return "10 mg"
        return tablets[0] if item == "d_aza_mg" else self.random.choice(tablets[3:6])

    def _says(self, code: str, found: Open) -> Deed:
        button = found.buttons.get(code)
        if not found.check_in:
            self._replied.add(code)
        if button is None:
            turn = next((code for code in found.buttons if code.startswith(SCREEN)), None)
            if turn is not None and found.item in MANY:
                self._wishes[found.check_in, found.item, found.ask].insert(0, code)
                return Deed("tap", found.buttons[turn].data)
            return Deed("text", code)
        if found.item not in MANY and not code.startswith("~") and found.check_in and self.chance(self.habits.types):
            return Deed("text", button.label)
        return Deed("tap", button.data)

    # --- corrections ------------------------------------------------------------------------------

    def _afterwards(self) -> Deed | None:
        """Nothing is open any more: sometimes an answer is changed."""
        if self._corrects or self._acted is None or not self.chance(self.habits.corrects):
            self._corrects = False
            return None
        self._corrects = True
        return Deed("text", "/history")

    def _changeable(self) -> Button | None:
        """A button of the history by which an answer of the weekly check is put again."""
        for shown in reversed(self.screen[self._from :]):
            for button in shown.buttons:
                match unpack(button.data):
                    case AnswerButton(item=item, option=option) if option == REVISIT and item in CHANGED:
                        return button
        return None


def _is_reply(button: Button) -> bool:
    """Whether the button opens an answer to what a doctor wrote."""
    pressed = unpack(button.data)
    return isinstance(pressed, CommandButton) and pressed.command == "reply"


def _question(shown: Shown) -> Open | None:
    """The question that this message puts, if it (still) puts one."""
    pressed = [(button, data) for button in shown.buttons if isinstance(data := unpack(button.data), AnswerButton)]
    pressed = [(button, data) for button, data in pressed if data.option not in (REVISIT, LATER)]
    if not pressed:
        return None
    first = pressed[0][1]
    item = first.item or "~"
    return Open(first.check_in, item, first.ask, {data.option: button for button, data in pressed})
