"""The whole trial in virtual time under the auditor's eyes: it never cries wolf.

People answer, come late or not at all, raise concerns, and staff close them, sooner or later.
"""

from __future__ import annotations

import random
from datetime import datetime, timedelta

import pytest
from sqlmodel import col, func, select

from bot.acts import acknowledge, close
from bot.database import transaction
from bot.ladders import locked
from bot.models import CheckIn, Escalation, Participant, Staff
from tests.talk import Service, Talk
from tests.team import EMERGENCY, URGENT, assemble, patient
from tests.watch import Watch


@pytest.mark.parametrize("weeks", [1, pytest.param(56, marks=pytest.mark.proof)])
@pytest.mark.timeout(3600)
async def test_no_false_alarm_in_a_whole_trial(service: Service, weeks: int) -> None:
    chance = random.Random(20260305)
    team, lan, watch = assemble(service), patient(service), Watch(service)
    end = service.now + timedelta(weeks=weeks)
    found: list[str] = []
    audits = 0
    while service.now < end:
        due = _next_due(service)
        service.now = max(service.now + timedelta(seconds=30), due + timedelta(seconds=5) if due else end)
        for _look in range(2):
            found += await watch.minute()
            audits += 1
        if chance.random() < 0.3:
            await _does_something(lan, chance)
        if chance.random() < 0.2:
            _closes(service, team.lin.id, chance)
        await service.outbox.drain()

    print(f"{audits} audits, {watch.pings} pings, found {found}")
    assert found == []
    assert watch.pings == audits
    assert watch.notices == []


def _next_due(service: Service) -> datetime | None:
    with transaction(service.engine) as session:
        found = (
            session.exec(select(func.min(col(Escalation.next_at)))).one(),
            session.exec(select(func.min(col(CheckIn.wake_at)))).one(),
            session.exec(select(func.min(col(Participant.next_due_at)))).one(),
        )
    return min(filter(None, found), default=None)


async def _does_something(lan: Talk, chance: random.Random) -> None:
    """A tap on the newest question, or something that worries."""
    if chance.random() < 0.05:
        await lan.says(chance.choice((URGENT, EMERGENCY, "能吃海鲜吗")))
    elif lan.screen and lan.screen[-1].buttons:
        await lan.forges(chance.choice(list(lan.screen[-1].buttons.values())))


def _closes(service: Service, staff: int, chance: random.Random) -> None:
    with transaction(service.engine) as session:
        for id in session.exec(select(Escalation.id).where(Escalation.phase != "closed")).all():
            matter, doctor = locked(session, id), session.get_one(Staff, staff)
            if chance.random() < 0.5:
                acknowledge(session, matter, doctor, service.now)
            else:
                close(session, matter, doctor, "called", "", service.now)
