"""Somebody with a phone, in virtual time: when they look at it next, and what they do then.

People know nothing but their screen. Whatever they do goes through the real `receive`, as a channel would hand it over.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from random import Random
from typing import Literal
from zoneinfo import ZoneInfo

from bot.rehearsal.screens import Screens, Shown
from conversations.schedule import DAY, instant, local_day

AWAKE = (time(7, 0), time(22, 45))
"""Between these local times people look at their phones by themselves."""


@dataclass(frozen=True, slots=True)
class Deed:
    """What a person does: opens a link (`start`, with its payload), types, or presses the button with this data."""

    form: Literal["start", "text", "tap"]
    what: str


class Person:
    """The base of all simulated people. `random` and the screen are theirs from `settle` on."""

    random: Random
    screen: list[Shown]

    def __init__(self, address: str, locale: str, zone: str) -> None:
        self.address, self.locale, self.zone = address, locale, zone
        self.next_at: datetime | None = None
        """When they do something next; None: not before their phone rings."""

    @property
    def language(self) -> Literal["zh", "en"]:
        return "zh" if self.locale.startswith("zh") else "en"

    def settle(self, random: Random, screens: Screens) -> None:
        """Get a random source and a phone."""
        self.random, self.screens, self.screen = random, screens, screens.of(self.address)

    def rings(self, now: datetime) -> None:
        """Something came, or changed on the screen: perhaps it changes what they do next, and when."""
        raise NotImplementedError

    def acts(self, now: datetime) -> Deed | None:
        """What they do now; None when they only look. Sets `next_at` anew."""
        raise NotImplementedError

    def menu(self) -> str:
        """The label of the first button that is always there."""
        return self.screens.menu[self.address][0]

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def soon(self, now: datetime) -> datetime:
        """Reading and pressing take seconds."""
        return now + timedelta(seconds=self.random.randint(3, 20))

    def within(self, now: datetime, minutes: float) -> datetime:
        """About so many minutes from now: mostly a little less, sometimes much more."""
        return now + timedelta(seconds=round(60 * minutes * self.random.lognormvariate(-0.2, 0.6)))

    def awake(self, at: datetime) -> datetime:
        """That moment, or some minutes after they get up where it falls into their night."""
        local = at.astimezone(ZoneInfo(self.zone))
        if AWAKE[0] <= local.time() <= AWAKE[1]:
            return at
        day = local_day(at, self.zone)
        up = instant(day if local.time() < AWAKE[0] else day + DAY, AWAKE[0], self.zone)
        return up + timedelta(seconds=self.random.randint(60, 5400))
