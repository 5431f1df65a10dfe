"""Virtual time: people live from one moment to the next, and the service lives with them.

Everything goes its real way: `receive` takes in what people do, `tick` looks at what is due, and what the outbox holds
comes to their screens. No real clock is looked at, and one seed decides everything that chance decides.
"""

import asyncio
import heapq
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import count
from random import Random

from sqlalchemy import Engine, func, select
from sqlmodel import Session, col

from bot.channels import Inbound
from bot.clock import tick
from bot.database import transaction
from bot.inbox import receive
from bot.languages import Languages
from bot.models import CheckIn, Escalation, Participant
from bot.rehearsal.people import Deed, Person
from bot.rehearsal.postman import Postman
from bot.rehearsal.screens import Screens

LOOK = timedelta(minutes=5)
"""How long after something has come due the clock looks, at most. Looks at which nothing is due are left out."""

EPOCH, NEVER = datetime(2000, 1, 1, tzinfo=UTC), datetime.max.replace(tzinfo=UTC)

Happening = tuple[datetime, Callable[[Session, datetime], None]]
"""Something that is done in the service at a moment, in a transaction of its own: a visit, a new plan."""

LEISURE = timedelta(hours=1)
"""The same for what only a check-in waits for: a reminder, a silence, the end of a window."""


async def live(
    engine: Engine,
    people: Sequence[Person],
    start: datetime,
    until: datetime,
    seed: int,
    *,
    languages: Languages,
    ambient: Mapping[str, str],
    channel: str = "web",
    happenings: Iterable[Happening] = (),
) -> None:
    """Let these people live with the service from `start` to `until`, that moment included."""
    await _World(engine, people, start, seed, languages, ambient, channel, happenings).goes_on(until)


class _World:
    def __init__(
        self,
        engine: Engine,
        people: Sequence[Person],
        start: datetime,
        seed: int,
        languages: Languages,
        ambient: Mapping[str, str],
        channel: str,
        happenings: Iterable[Happening],
    ) -> None:
        self.engine, self.people, self.now, self.languages = engine, people, start, languages
        self.screens = Screens(channel)
        self._external = (f"{seed}-{start:%Y%m%d%H%M}-{n}" for n in count(1))
        self._postman = Postman(engine, self.screens, languages, ambient, lambda: self.now)
        self._next_look = start
        self.happenings = [(at, n, do) for n, (at, do) in enumerate(happenings)]
        heapq.heapify(self.happenings)
        self._last_look = start - LOOK
        source = Random(seed)
        for person in people:
            person.settle(Random(source.getrandbits(64)), self.screens)

    async def goes_on(self, until: datetime) -> None:
        while (at := min(self._moments())) <= until:
            self.now = max(at, self.now)
            if self.happenings and self.happenings[0][0] <= self.now:
                _, _, do = heapq.heappop(self.happenings)
                with transaction(self.engine) as session:
                    do(session, self.now)
            elif (person := self._first()) is not None:
                if not self._takes(person, person.acts(self.now)):
                    continue
            else:
                self._last_look = self.now
                tick(self.engine, self.now)
            await self._delivers()
            await asyncio.sleep(0)  # Ctrl-C is heard here
        self.now = until

    def _moments(self) -> Iterable[datetime]:
        """When something happens next, of each kind."""
        yield self._next_look
        if self.happenings:
            yield self.happenings[0][0]
        yield from (person.next_at for person in self.people if person.next_at is not None)

    def _first(self) -> Person | None:
        """Who acts now; of several, whoever meant to act first."""
        ready = [(person.next_at, n) for n, person in enumerate(self.people) if person.next_at is not None]
        at, n = min(ready, default=(None, 0))
        return self.people[n] if at is not None and at <= self.now else None

    def _looks_next(self, session: Session) -> datetime:
        """The clock looks at full five minutes, when anything has come due by then; at full hours for check-ins."""
        asks = select(
            select(func.min(col(Participant.next_due_at))).scalar_subquery(),
            select(func.min(col(Escalation.next_at))).where(col(Escalation.phase) != "closed").scalar_subquery(),
            select(func.min(col(Escalation.promised_at)))
            .where(col(Escalation.phase) == "open", col(Escalation.told_late_at).is_(None))
            .scalar_subquery(),
            select(func.min(col(CheckIn.wake_at))).scalar_subquery(),
        )
        *pressing, leisurely = session.execute(asks).one()
        times = [_full(at, LOOK) for at in pressing if at is not None]
        if leisurely is not None:
            times.append(_full(leisurely, LEISURE))
        return max(min(times, default=NEVER), self._last_look + LOOK)

    def _takes(self, person: Person, deed: Deed | None) -> bool:
        """Take in what somebody does; False when they only looked."""
        if deed is None:
            return False
        tap, text = (deed.what, "") if deed.form == "tap" else ("", deed.what)
        message = Inbound(
            self.screens.name, person.address, next(self._external), deed.form, text, tap, locale=person.locale
        )
        receive(self.engine, message, self.now, self.languages)
        return True

    async def _delivers(self) -> None:
        with transaction(self.engine) as session:
            await self._postman.delivers(session)
            self._next_look = self._looks_next(session)
        rung = self.screens.take_rung()
        for person in self.people:
            if person.address in rung:
                person.rings(self.now)


def _full(at: datetime, every: timedelta) -> datetime:
    """That moment, or the next full five minutes (or hour)."""
    return at + (EPOCH - at) % every
