"""A hundred escalations, nobody acknowledges, for three days of virtual time: no step comes late, none falls silent.

One doctor has blocked the bot, mail is off for an hour, and the process is killed twenty times, in the middle of a look
or of a send. `make proofs` runs the whole; the suite runs it small.
"""

from __future__ import annotations

import itertools
import random
from collections import defaultdict
from datetime import datetime, timedelta

import pytest
from sqlalchemy import event
from sqlmodel import col, func, select

from bot import claims
from bot.channels import Inbound, Outgoing
from bot.clock import tick
from bot.database import transaction
from bot.inbox import receive
from bot.models import CheckIn, Escalation, EscalationStep, Participant, Staff
from bot.outbox import Outbox
from bot.routes import set_team_routes
from tests.talk import AMBIENT, Phones, Service
from tests.team import EMERGENCY, assemble, patient

MAIL = "json://mail.test/secret"
TICK = timedelta(seconds=5)
LATE = timedelta(seconds=60)
HOUR = timedelta(hours=1)


class Killed(BaseException):
    """SIGKILL, as far as one process can have it twice."""


class Mortal(Phones):
    """Phones over a line that a kill may cut, before a message has left or after it has arrived."""

    def __init__(self, service: Service) -> None:
        super().__init__()
        self.service, self.dies, self.is_dead = service, "", False
        self.arrived: dict[str, list[datetime]] = defaultdict(list)

    async def send(self, outgoing: Outgoing) -> str:
        if self.is_dead or self.dies == "before":
            self.is_dead = True
            raise Killed
        id = await super().send(outgoing)
        if outgoing.edits is None and outgoing.text.startswith("🔴"):
            self.arrived[outgoing.text.split(" · ")[1]].append(self.service.now)
        if self.dies == "after":
            self.is_dead = True
            raise Killed
        return id


class Rehearsal:
    """The service, its kills, and time that jumps from one thing to do to the next."""

    def __init__(self, service: Service, chance: random.Random, kills: list[datetime]) -> None:
        self.service, self.chance, self.kills, self.due_kills = service, chance, 0, kills
        self.ways = itertools.cycle(("look", "before", "after"))
        self.way = next(self.ways)
        self.phones = Mortal(service)
        service.phones = self.phones
        self._restart()

    def _restart(self) -> None:
        """A new process: nothing of the old one is left but the database."""
        service = self.service
        self.phones.dies, self.phones.is_dead = "", False
        channels = {"telegram": self.phones, "notice": service.routes}
        service.outbox = Outbox(
            service.engine, channels, service.languages, AMBIENT, lambda: service.now, service._monotonic
        )
        with transaction(service.engine) as session:
            claims.recover(session, None)

    async def look(self, kill: str = "") -> None:
        """The clock looks, the sender sends; `kill`: in the middle of which."""
        service = self.service
        if kill == "look":
            try:
                with self._cut_after(self.chance.randint(3, 60)):
                    tick(service.engine, service.now)
            except Killed:
                self.kills += 1
            else:  # the look was shorter than that: it falls in the send that follows
                await self._dies_sending("before")
        elif kill:
            tick(service.engine, service.now)
            await self._dies_sending(kill)
        if kill:
            service.now += TICK  # it is started again at once
            self._restart()
        tick(service.engine, service.now)
        await service.outbox.drain()

    async def _dies_sending(self, when: str) -> None:
        self.phones.dies = when
        await self.service.outbox.drain()
        self.kills += self.phones.is_dead

    def _cut_after(self, statements: int) -> Cut:
        return Cut(self.service, statements)

    async def until(self, end: datetime) -> None:
        """From one due moment to the next, each found by a tick up to five seconds late."""
        service = self.service
        while service.now < end:
            due = min(filter(None, (self._next_due(), end)))
            service.now = max(service.now + TICK, due + TICK * self.chance.random())
            if self.kills < len(self.due_kills) and service.now >= self.due_kills[self.kills]:
                killed = self.kills
                await self.look(self.way)
                self.way = next(self.ways) if self.kills > killed else self.way
            else:
                await self.look()

    def _next_due(self) -> datetime | None:
        with transaction(self.service.engine) as session:
            found = (
                session.exec(select(func.min(col(Escalation.next_at)))).one(),
                session.exec(select(func.min(col(CheckIn.wake_at)))).one(),
                session.exec(select(func.min(col(Participant.next_due_at)))).one(),
            )
        return min(filter(None, found), default=None)


class Cut:
    """Within it the process is killed at the n-th statement."""

    def __init__(self, service: Service, statements: int) -> None:
        self._engine, self._left = service.engine, statements

    def __enter__(self) -> None:
        event.listen(self._engine, "before_cursor_execute", self._count)

    def __exit__(self, *_: object) -> None:
        event.remove(self._engine, "before_cursor_execute", self._count)

    def _count(self, *_: object) -> None:
        self._left -= 1
        if self._left == 0:
            raise Killed


@pytest.mark.parametrize(("matters", "hours", "kills"), [(3, 3, 6), pytest.param(100, 72, 20, marks=pytest.mark.proof)])
@pytest.mark.timeout(3600)
async def test_faults_6_26_27_45_no_step_is_late_and_none_falls_silent(
    service: Service, matters: int, hours: int, kills: int
) -> None:
    chance = random.Random(20260305)
    team = assemble(service)
    with transaction(service.engine) as session:
        session.get_one(Staff, team.wu.id).notify = MAIL
        set_team_routes(session, [MAIL], service.now)
    began = service.now
    end = began + timedelta(hours=hours)
    at = sorted(began + chance.random() * timedelta(hours=hours) * 0.9 for _kill in range(kills))
    rehearsal = Rehearsal(service, chance, at)
    rehearsal.phones.blocked.add(team.lin.account)
    people = [patient(service, f"P-{n:03}", end=began.date()) for n in range(matters)]
    mail_off = began + timedelta(hours=1)

    for n, lan in enumerate(people):
        await rehearsal.until(began + n * timedelta(minutes=7) / max(1, matters / 30))
        said = Inbound("telegram", lan.account, service.external(), "text", EMERGENCY)
        receive(service.engine, said, service.now, service.languages)
        await rehearsal.look()
    await rehearsal.until(max(service.now, mail_off))
    service.routes.down.add(MAIL)
    await rehearsal.until(service.now + HOUR)
    service.routes.down.clear()
    await rehearsal.until(end)

    with transaction(service.engine) as session:
        all_matters = session.exec(select(Escalation).order_by(col(Escalation.participant_id))).all()
        all_steps = session.exec(select(EscalationStep).order_by(col(EscalationStep.id))).all()
    assert len(all_matters) == matters
    assert {(matter.phase, matter.closed_at) for matter in all_matters} == {("open", None)}
    late = [step.at - step.due_at for step in all_steps]
    print(f"{len(all_steps)} steps, latest {max(late)}; {rehearsal.kills} kills; "
          f"{sum(map(len, rehearsal.phones.arrived.values()))} pages arrived")  # fmt: skip
    assert max(late) <= LATE
    assert rehearsal.kills == kills
    for matter in all_matters:
        mine = [step for step in all_steps if step.escalation_id == matter.id]
        assert all(step.reached for step in mine)
        times = [step.at for step in mine]
        assert max(later - first for first, later in itertools.pairwise(times)) <= HOUR + LATE
        assert end - times[-1] <= HOUR + LATE
    for n in range(matters):
        pages = sorted(rehearsal.phones.arrived[f"P-{n:03}"])
        assert pages[0] - all_matters[n].opened_at <= LATE
        assert max(later - first for first, later in itertools.pairwise(pages)) <= HOUR + LATE
        assert end - pages[-1] <= HOUR + LATE
